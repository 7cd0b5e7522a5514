#include "kernels/elementwise.h"
#include "ops/dropout.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (any), f (the same) -> y = x + f m: a sub-layer's output beside what went into it (He et al.
// 2016), through dropout as in the 2017 Transformer. Attributes: i[0] is the stream, f[0] the rate.
Shape residual_infer(Shapes in, const Attributes&) {
  if (in[0] != in[1]) {
    throw Error("what goes into the layer, " + in[0].text() +
                ", cannot be added to what comes out, " + in[1].text() + "; both must be as wide.");
  }
  return in[0];
}

void residual_forward(const OpCall& c) {
  if (!drops(c, c.attr.f[0])) {
    kernels::add(c.x[0], c.x[1], c.y, c.n);
    return;
  }
  draw_mask(c, c.attr.i[0], c.attr.f[0], c.saved, c.n);
  kernels::copy(c.x[0], c.y, c.n);
  kernels::multiply_into(c.y, c.x[1], c.saved, c.n);
}

void residual_backward(const OpCall& c) {
  const bool dropped = drops(c, c.attr.f[0]);
  for (const std::size_t i : {0, 1}) {
    if (!c.dx[i]) continue;
    if (i == 0 || !dropped) {
      (c.fresh[i] ? kernels::add_to_zero : kernels::add_into)(c.dx[i], c.dy, c.n);
    } else {
      if (c.fresh[i]) kernels::fill(c.dx[i], 0, c.n);
      kernels::multiply_into(c.dx[i], c.dy, c.saved, c.n);
    }
  }
}

std::size_t residual_saved(Shapes in, const Attributes&) { return in[0].size(); }

}  // namespace

const OpDef op_residual = {.name = "residual",
                           .arity = 2,
                           .infer = residual_infer,
                           .forward = residual_forward,
                           .backward = residual_backward,
                           .saved = residual_saved,
                           .assigns = {true, true}};

std::vector<Sample> samples_residual() {
  return {{.inputs = {{.shape = {3, 2, 5}}, {.shape = {3, 2, 5}}}},
          {.inputs = {{.shape = {3, 7}}, {.shape = {3, 7}}}, .attr = {.f = {0.4f}}}};
}

}  // namespace lushan
