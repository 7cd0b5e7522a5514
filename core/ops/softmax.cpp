#include "kernels/softmax.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// y = exp(x) / sum of exp(x) over the last axis
void softmax_forward(const OpCall& c) {
  kernels::softmax_rows(c.x[0], c.y, c.out.rows(), c.out.back());
}

// dx = y (dy - sum of y dy)
void softmax_backward(const OpCall& c) {
  kernels::softmax_backward(c.y, c.dy, c.dx[0], c.out.rows(), c.out.back());
}

}  // namespace

const OpDef op_softmax = {.name = "softmax",
                          .arity = 1,
                          .infer = same_shape,
                          .forward = softmax_forward,
                          .backward = softmax_backward};

std::vector<Sample> samples_softmax() {
  return {{.inputs = {{.shape = {3, 7}, .low = -3, .high = 3}}}};
}

}  // namespace lushan
