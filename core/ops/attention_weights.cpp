#include "ops/attention.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// x (B,H,T,S), mask (S,B), which may be missing -> y, the softmax of each row over the keys that
// its query may see, and exactly 0 elsewhere. Attribute i[2] is 1 in causal attention.
Shape attention_weights_infer(Shapes in, const Attributes&) {
  check_matrices(in[0]);
  if (in.size() == 2 && in[1] != Shape{in[0][3], in[0][0]}) {
    throw Error("the mask " + in[1].text() + " must say of every key of every example, " +
                Shape{in[0][3], in[0][0]}.text() + ", whether it counts.");
  }
  return in[0];
}

kernels::Sight sight(const OpCall& c) {
  return {.causal = c.attr.i[2] != 0, .first = first_query(c), .mask = c.x[1]};
}

void attention_weights_forward(const OpCall& c) {
  kernels::attention_weights(heads_of(c.out, 1), sight(c), c.x[0], c.y);
}

// dx = y (dy - sum of y dy)
void attention_weights_backward(const OpCall& c) {
  if (!c.dx[0]) return;
  kernels::attention_weights_backward(heads_of(c.out, 1), sight(c), c.y, c.dy, c.into(0));
}

}  // namespace

const OpDef op_attention_weights = {.name = "attention_weights",
                                    .arity = 2,
                                    .infer = attention_weights_infer,
                                    .forward = attention_weights_forward,
                                    .backward = attention_weights_backward,
                                    .assigns = {true}};

std::vector<Sample> samples_attention_weights() {
  const SampleInput x{.shape = {2, 2, 3, 6}, .low = -3, .high = 3};
  // one example of two has no key at all, or a few
  const SampleInput mask{.shape = {6, 2}, .classes = 2};
  return {{.inputs = {x}},
          {.inputs = {{.shape = {1, 2, 5, 5}, .low = -3, .high = 3}}, .attr = {.i = {2, 0, 1}}},
          {.inputs = {x, mask}},
          {.inputs = {x, mask}, .attr = {.i = {2, 0, 1}}},
          {.inputs = {{.shape = {2, 2, 1, 7}, .low = -3, .high = 3}}, .attr = {.i = {2, 1, 1}}}};
}

}  // namespace lushan
