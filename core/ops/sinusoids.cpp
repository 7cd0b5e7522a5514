#include "kernels/position.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// -> y (rows, columns), the waves that tell positions apart (see kernels/position.h). Attributes:
// i[0] rows, i[1] columns, i[2] 1 for sines only; f[0] the base.
Shape sinusoids_infer(Shapes, const Attributes& attr) { return {attr.i[0], attr.i[1]}; }

void sinusoids_forward(const OpCall& c) {
  const auto write = c.attr.i[2] != 0 ? kernels::sines : kernels::sinusoids;
  write(c.y, c.out[0], c.out[1], static_cast<double>(c.attr.f[0]));
}

void sinusoids_backward(const OpCall&) {}  // a constant

}  // namespace

const OpDef op_sinusoids = {.name = "sinusoids",
                            .arity = 0,
                            .infer = sinusoids_infer,
                            .forward = sinusoids_forward,
                            .backward = sinusoids_backward};

std::vector<Sample> samples_sinusoids() {
  return {{.inputs = {}, .attr = {.i = {4, 5}, .f = {100}}},
          {.inputs = {}, .attr = {.i = {4, 6, 1}, .f = {100}}}};
}

}  // namespace lushan
