#include "kernels/elementwise.h"
#include "ops/activation.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// y = 1 / (1 + exp(-x))
void sigmoid_forward(const OpCall& c) { kernels::sigmoid(c.x[0], c.y, c.n); }

// dx = dy y (1 - y)
void sigmoid_backward(const OpCall& c) { kernels::sigmoid_backward(c.y, c.dy, c.dx[0], c.n); }

}  // namespace

const OpDef op_sigmoid = activation_op("sigmoid", sigmoid_forward, sigmoid_backward);

std::vector<Sample> samples_sigmoid() { return smooth_sample(); }

}  // namespace lushan
