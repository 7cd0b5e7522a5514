#include "ops/attention.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// q (T,B,D), k (S,B,D), slopes (H), which may be missing -> y (B,H,T,S),
// y = f q k^T - slope |t - s|, head by head. Attribute f[0] is f: 1 / sqrt(D / H) in scaled
// attention (Vaswani et al. 2017, eq. 1). The slopes are ALiBi's (Press et al. 2022), whose penalty
// on distance here looks both ways.
Shape attention_scores_infer(Shapes in, const Attributes& attr) {
  check_heads(in[0], attr);
  if (in[1].rank() != 3 || in[0][1] != in[1][1] || in[0][2] != in[1][2]) {
    throw Error("queries " + in[0].text() + " and keys " + in[1].text() +
                " must agree in examples and width.");
  }
  if (in.size() == 3 && in[2] != Shape{attr.i[0]}) {
    throw Error("the slopes " + in[2].text() + " must be one for each head.");
  }
  return {in[0][1], attr.i[0], in[0][0], in[1][0]};
}

void attention_scores_forward(const OpCall& c) {
  const kernels::Heads n = heads_of(c.in[0], c.in[1], c.attr);
  kernels::attention_scores(n, c.x[0], c.x[1], c.attr.f[0], c.y, c.scratch);
  if (c.x[2]) kernels::add_distance_bias(n, c.x[2], first_query(c), c.y);
}

// dq = f dy k, dk = f dy^T q
void attention_scores_backward(const OpCall& c) {
  kernels::attention_scores_backward(heads_of(c.in[0], c.in[1], c.attr), c.x[0], c.x[1],
                                     c.attr.f[0], c.dy, c.into(0), c.into(1), c.scratch);
}

std::size_t attention_scores_scratch(Shapes in, const Attributes& attr) {
  return kernels::attention_scratch(heads_of(in[0], in[1], attr));
}

double attention_scores_operations(Shapes in, const Attributes&) {
  return 2.0 * static_cast<double>(in[0].size()) * in[1][0];
}

}  // namespace

const OpDef op_attention_scores = {.name = "attention_scores",
                                   .arity = 3,
                                   .infer = attention_scores_infer,
                                   .forward = attention_scores_forward,
                                   .backward = attention_scores_backward,
                                   .scratch = attention_scores_scratch,
                                   .operations = attention_scores_operations,
                                   .assigns = {true, true}};

std::vector<Sample> samples_attention_scores() {
  const SampleInput slopes{.shape = {2}, .differentiable = false};
  return {{.inputs = {{.shape = {3, 2, 6}}, {.shape = {5, 2, 6}}}, .attr = {.i = {2}, .f = {0.6f}}},
          {.inputs = {{.shape = {4, 1, 8}}, {.shape = {4, 1, 8}}, slopes},
           .attr = {.i = {2}, .f = {1}}},
          {.inputs = {{.shape = {1, 2, 4}}, {.shape = {6, 2, 4}}, slopes},
           .attr = {.i = {2, 1}, .f = {0.5f}}}};
}

}  // namespace lushan
