#include "kernels/reduce.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// x (any) -> y (1), the mean of its elements
Shape mean_infer(Shapes, const Attributes&) { return {1}; }

void mean_forward(const OpCall& c) {
  c.y[0] = static_cast<float>(kernels::mean(c.x[0], c.in[0].size()));
}

// dx = dy / N
void mean_backward(const OpCall& c) {
  const std::size_t count = c.in[0].size();
  const float d = c.dy[0] / static_cast<float>(count);
  for (std::size_t i = 0; i < count; ++i) c.dx[0][i] += d;
}

}  // namespace

const OpDef op_mean = {.name = "mean",
                       .arity = 1,
                       .infer = mean_infer,
                       .forward = mean_forward,
                       .backward = mean_backward};

std::vector<Sample> samples_mean() { return {{.inputs = {{.shape = {13}}}}}; }

}  // namespace lushan
