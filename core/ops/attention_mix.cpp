#include "ops/attention.h"
#include "ops/dropout.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// w (B,H,T,S), v (S,B,D) -> y (T,B,D), each head's weights times its columns of v, the heads side
// by side. In training the weights go through dropout first, of which only the mask is kept.
// Attributes: i[2] is the stream of dropout, f[0] its rate, and f[1] has a bit set for each head
// that is switched off and gives zeros; both may change between replays.
constexpr int rate = 0, off = 1;

Shape attention_mix_infer(Shapes in, const Attributes&) {
  check_matrices(in[0]);
  if (in[1].rank() != 3 || in[1][0] != in[0][3] || in[1][1] != in[0][0]) {
    throw Error("the weights " + in[0].text() + " and the values " + in[1].text() +
                " must agree in keys and examples.");
  }
  check_heads(in[1], {.i = {in[0][1]}});
  return {in[0][2], in[0][0], in[1][2]};
}

kernels::Heads heads(Shapes in) { return heads_of(in[0], in[1][2] / in[0][1]); }

kernels::Mix mix(const OpCall& c) {
  return {.w = c.x[0],
          .drop = drops(c, c.attr.f[rate]) ? c.saved : nullptr,
          .v = c.x[1],
          .off = static_cast<std::uint32_t>(c.attr.f[off])};
}

void attention_mix_forward(const OpCall& c) {
  if (drops(c, c.attr.f[rate])) {
    draw_mask(c, c.attr.i[2], c.attr.f[rate], c.saved, c.in[0].size());
  }
  kernels::attention_mix(heads(c.in), mix(c), c.y, c.scratch);
}

// dw = dy v^T, dv = w^T dy
void attention_mix_backward(const OpCall& c) {
  kernels::attention_mix_backward(heads(c.in), mix(c), c.dy, c.into(0), c.into(1), c.scratch);
}

std::size_t attention_mix_saved(Shapes in, const Attributes&) { return in[0].size(); }

std::size_t attention_mix_scratch(Shapes in, const Attributes&) {
  return kernels::attention_scratch(heads(in));
}

double attention_mix_operations(Shapes in, const Attributes&) {
  return 2.0 * static_cast<double>(in[1].size()) * in[0][2];
}

}  // namespace

const OpDef op_attention_mix = {.name = "attention_mix",
                                .arity = 2,
                                .infer = attention_mix_infer,
                                .forward = attention_mix_forward,
                                .backward = attention_mix_backward,
                                .saved = attention_mix_saved,
                                .scratch = attention_mix_scratch,
                                .operations = attention_mix_operations,
                                .assigns = {true, true}};

std::vector<Sample> samples_attention_mix() {
  const SampleInput w{.shape = {2, 2, 3, 5}}, v{.shape = {5, 2, 6}};
  return {{.inputs = {w, v}},
          {.inputs = {w, v}, .attr = {.f = {0.3f}}},
          {.inputs = {w, v}, .attr = {.f = {0, 2}}},
          {.inputs = {{.shape = {1, 3, 1, 4}}, {.shape = {4, 1, 12}}}}};
}

}  // namespace lushan
