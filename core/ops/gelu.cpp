#include "kernels/elementwise.h"
#include "ops/activation.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// y = x Phi(x), Phi the normal distribution function (Hendrycks and Gimpel 2016)
void gelu_forward(const OpCall& c) { kernels::gelu(c.x[0], c.y, c.n); }

// dx = dy (Phi(x) + x phi(x))
void gelu_backward(const OpCall& c) { kernels::gelu_backward(c.x[0], c.dy, c.dx[0], c.n); }

}  // namespace

const OpDef op_gelu = activation_op("gelu", gelu_forward, gelu_backward);

std::vector<Sample> samples_gelu() { return smooth_sample(); }

}  // namespace lushan
