#include "ops/dropout.h"

#include "kernels/elementwise.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// Attributes: i[0] is the stream, f[0] the rate.
// In training y = x m, m the mask; otherwise y = x.
void dropout_forward(const OpCall& c) {
  if (!drops(c, c.attr.f[0])) {
    kernels::copy(c.x[0], c.y, c.n);
    return;
  }
  draw_mask(c, c.attr.i[0], c.attr.f[0], c.saved, c.n);
  kernels::multiply(c.x[0], c.saved, c.y, c.n);
}

void dropout_backward(const OpCall& c) {
  if (!drops(c, c.attr.f[0])) {
    kernels::add_into(c.dx[0], c.dy, c.n);
  } else {
    kernels::multiply_into(c.dx[0], c.dy, c.saved, c.n);
  }
}

std::size_t dropout_saved(Shapes in, const Attributes&) { return in[0].size(); }

}  // namespace

const OpDef op_dropout = {.name = "dropout",
                          .arity = 1,
                          .infer = same_shape,
                          .forward = dropout_forward,
                          .backward = dropout_backward,
                          .saved = dropout_saved};

std::vector<Sample> samples_dropout() {
  return {{.inputs = {{.shape = {5, 9}}}, .attr = {.f = {0.4f}}}, {.inputs = {{.shape = {5}}}}};
}

}  // namespace lushan
