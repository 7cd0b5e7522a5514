#include "kernels/elementwise.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// y = a b, element by element, of one shape
Shape multiply_infer(Shapes in, const Attributes&) {
  if (in[0] != in[1]) {
    throw Error(in[0].text() + " and " + in[1].text() +
                " cannot be multiplied: they must have one shape.");
  }
  return in[0];
}

void multiply_forward(const OpCall& c) { kernels::multiply(c.x[0], c.x[1], c.y, c.n); }

void multiply_backward(const OpCall& c) {
  if (c.dx[0]) kernels::multiply_into(c.dx[0], c.dy, c.x[1], c.n);
  if (c.dx[1]) kernels::multiply_into(c.dx[1], c.dy, c.x[0], c.n);
}

}  // namespace

const OpDef op_multiply = {.name = "multiply",
                           .arity = 2,
                           .infer = multiply_infer,
                           .forward = multiply_forward,
                           .backward = multiply_backward};

std::vector<Sample> samples_multiply() {
  return {{.inputs = {{.shape = {3, 5}}, {.shape = {3, 5}}}}};
}

}  // namespace lushan
