#include "kernels/elementwise.h"
#include "ops/activation.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// y = tanh(x)
void tanh_forward(const OpCall& c) { kernels::tanh(c.x[0], c.y, c.n); }

// dx = dy (1 - y^2)
void tanh_backward(const OpCall& c) { kernels::tanh_backward(c.y, c.dy, c.dx[0], c.n); }

}  // namespace

const OpDef op_tanh = activation_op("tanh", tanh_forward, tanh_backward);

std::vector<Sample> samples_tanh() { return smooth_sample(); }

}  // namespace lushan
