#include "ops/ops.h"
#include "ops/window.h"

namespace lushan {
namespace {

// x (B, C, H, W) -> y (B, C, OH, OW), the mean under the window
Shape avg_pool2d_infer(Shapes in, const Attributes& attr) {
  const kernels::Plane out = window_positions(in[0], attr);
  return {in[0][0], in[0][1], out.height, out.width};
}

void avg_pool2d_forward(const OpCall& c) {
  kernels::average_pool(c.x[0], planes(c), plane_of(c.in[0]), window_of(c.attr), c.y);
}

void avg_pool2d_backward(const OpCall& c) {
  if (!c.dx[0]) return;
  kernels::average_pool_backward(c.dy, planes(c), plane_of(c.in[0]), window_of(c.attr), c.dx[0]);
}

double avg_pool2d_operations(Shapes in, const Attributes& attr) {
  return static_cast<double>(avg_pool2d_infer(in, attr).size()) * attr.i[0] * attr.i[0];
}

}  // namespace

const OpDef op_avg_pool2d = {.name = "avg_pool2d",
                             .arity = 1,
                             .infer = avg_pool2d_infer,
                             .forward = avg_pool2d_forward,
                             .backward = avg_pool2d_backward,
                             .operations = avg_pool2d_operations};

std::vector<Sample> samples_avg_pool2d() {
  return {{.inputs = {{.shape = {2, 2, 4, 6}}}, .attr = {.i = {2, 2}}},
          {.inputs = {{.shape = {1, 2, 5, 4}}}, .attr = {.i = {3, 1, 1}}}};
}

}  // namespace lushan
