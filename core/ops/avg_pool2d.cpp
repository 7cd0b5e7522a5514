#include "ops/ops.h"
#include "ops/window.h"

namespace lushan {
namespace {

// x (B, C, H, W) -> y (B, C, OH, OW), the mean under the window
Shape infer(Shapes in, const Attributes& attr) {
  const kernels::Plane out = window_positions(in[0], attr);
  return {in[0][0], in[0][1], out.height, out.width};
}

int planes(const OpCall& c) { return c.in[0][0] * c.in[0][1]; }

void forward(const OpCall& c) {
  kernels::average_pool(c.x[0], planes(c), plane_of(c.in[0]), window_of(c.attr), c.y);
}

void backward(const OpCall& c) {
  if (!c.dx[0]) return;
  kernels::average_pool_backward(c.dy, planes(c), plane_of(c.in[0]), window_of(c.attr), c.dx[0]);
}

double operations(Shapes in, const Attributes& attr) {
  return static_cast<double>(infer(in, attr).size()) * attr.i[0] * attr.i[0];
}

}  // namespace

const OpDef op_avg_pool2d = {.name = "avg_pool2d",
                             .arity = 1,
                             .infer = infer,
                             .forward = forward,
                             .backward = backward,
                             .operations = operations};

std::vector<Sample> samples_avg_pool2d() {
  return {{.inputs = {{.shape = {2, 2, 4, 6}}}, .attr = {.i = {2, 2}}},
          {.inputs = {{.shape = {1, 2, 5, 4}}}, .attr = {.i = {3, 1, 1}}}};
}

}  // namespace lushan
