#include "kernels/elementwise.h"
#include "kernels/random.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// Attributes: i[0] tells this node's random numbers from those of other nodes, f[0] is the rate,
// which may change between replays.
// In training y = x m, m = 0 with probability rate, else 1 / (1 - rate) (Srivastava et al. 2014,
// inverted); otherwise y = x. Replaying a step draws the same mask again.
void forward(const OpCall& c) {
  if (!c.replay->training || c.attr.f[0] <= 0) {
    kernels::fill(c.saved, 1, c.n);
    kernels::copy(c.x[0], c.y, c.n);
    return;
  }
  Rng rng(c.replay->seed + c.replay->step * 0x9e3779b97f4a7c15u +
              static_cast<std::uint64_t>(c.attr.i[0]),
          "dropout");
  kernels::dropout_mask(rng, c.attr.f[0], c.saved, c.n);
  kernels::multiply(c.x[0], c.saved, c.y, c.n);
}

void backward(const OpCall& c) { kernels::multiply_into(c.dx[0], c.dy, c.saved, c.n); }

std::size_t saved(Shapes in, const Attributes&) { return in[0].size(); }

std::vector<Sample> samples() { return {{.inputs = {{.shape = {5, 9}}}, .attr = {.f = {0.4f}}}}; }

}  // namespace

const OpDef op_dropout = {.name = "dropout",
                          .arity = 1,
                          .infer = same_shape,
                          .forward = forward,
                          .backward = backward,
                          .samples = samples,
                          .saved = saved};

}  // namespace lushan
