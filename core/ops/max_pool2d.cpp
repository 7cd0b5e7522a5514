#include "ops/ops.h"
#include "ops/window.h"

namespace lushan {
namespace {

// x (B, C, H, W) -> y (B, C, OH, OW), the greatest cell under the window. Saves which one won.
Shape max_pool2d_infer(Shapes in, const Attributes& attr) {
  const kernels::Plane out = window_positions(in[0], attr);
  return {in[0][0], in[0][1], out.height, out.width};
}

void max_pool2d_forward(const OpCall& c) {
  kernels::max_pool(c.x[0], planes(c), plane_of(c.in[0]), window_of(c.attr), c.y, c.saved);
}

void max_pool2d_backward(const OpCall& c) {
  if (!c.dx[0]) return;
  kernels::max_pool_backward(c.saved, c.dy, planes(c), plane_of(c.in[0]), plane_of(c.out), c.dx[0]);
}

std::size_t max_pool2d_saved(Shapes in, const Attributes& attr) {
  return max_pool2d_infer(in, attr).size();
}

double max_pool2d_operations(Shapes in, const Attributes& attr) {
  return static_cast<double>(max_pool2d_infer(in, attr).size()) * attr.i[0] * attr.i[0];
}

}  // namespace

const OpDef op_max_pool2d = {.name = "max_pool2d",
                             .arity = 1,
                             .infer = max_pool2d_infer,
                             .forward = max_pool2d_forward,
                             .backward = max_pool2d_backward,
                             .saved = max_pool2d_saved,
                             .operations = max_pool2d_operations};

// Far apart, so that a small step does not change the winner.
std::vector<Sample> samples_max_pool2d() {
  return {{.inputs = {{.shape = {2, 2, 4, 6}, .low = -40, .high = 40}}, .attr = {.i = {2, 2}}},
          {.inputs = {{.shape = {1, 2, 5, 4}, .low = -40, .high = 40}}, .attr = {.i = {3, 1, 1}}}};
}

}  // namespace lushan
