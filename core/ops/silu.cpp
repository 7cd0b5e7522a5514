#include "kernels/elementwise.h"
#include "ops/activation.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// y = x sigmoid(x) (Elfwing et al. 2017)
void silu_forward(const OpCall& c) { kernels::silu(c.x[0], c.y, c.n); }

// dx = dy s (1 + x (1 - s)), s = sigmoid(x)
void silu_backward(const OpCall& c) { kernels::silu_backward(c.x[0], c.dy, c.dx[0], c.n); }

}  // namespace

const OpDef op_silu = activation_op("silu", silu_forward, silu_backward);

std::vector<Sample> samples_silu() { return smooth_sample(); }

}  // namespace lushan
