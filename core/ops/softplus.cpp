#include "kernels/elementwise.h"
#include "ops/activation.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// y = log(1 + exp(x)) (Dugas et al. 2001)
void softplus_forward(const OpCall& c) { kernels::softplus(c.x[0], c.y, c.n); }

// dx = dy sigmoid(x)
void softplus_backward(const OpCall& c) { kernels::softplus_backward(c.x[0], c.dy, c.dx[0], c.n); }

}  // namespace

const OpDef op_softplus = activation_op("softplus", softplus_forward, softplus_backward);

std::vector<Sample> samples_softplus() { return smooth_sample(); }

}  // namespace lushan
