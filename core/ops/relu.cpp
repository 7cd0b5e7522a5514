#include "kernels/elementwise.h"
#include "ops/activation.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// y = max(0, x)
void relu_forward(const OpCall& c) { kernels::relu(c.x[0], c.y, c.n); }

// dx = dy where y > 0: nothing at zero, as in PyTorch
void relu_backward(const OpCall& c) {
  (c.fresh[0] ? kernels::relu_gradient : kernels::relu_backward)(c.y, c.dy, c.dx[0], c.n);
}

}  // namespace

const OpDef op_relu = {.name = "relu",
                       .arity = 1,
                       .infer = same_shape,
                       .forward = relu_forward,
                       .backward = relu_backward,
                       .assigns = {true}};

std::vector<Sample> samples_relu() { return bent_sample(); }

}  // namespace lushan
