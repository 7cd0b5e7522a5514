#include "kernels/elementwise.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// y = a + b, of one shape
Shape add_infer(Shapes in, const Attributes&) {
  if (in[0] != in[1]) {
    throw Error(in[0].text() + " and " + in[1].text() +
                " cannot be added: they must have one shape.");
  }
  return in[0];
}

void add_forward(const OpCall& c) { kernels::add(c.x[0], c.x[1], c.y, c.n); }

void add_backward(const OpCall& c) {
  for (const std::size_t i : {0, 1}) {
    if (c.dx[i]) (c.fresh[i] ? kernels::add_to_zero : kernels::add_into)(c.dx[i], c.dy, c.n);
  }
}

}  // namespace

const OpDef op_add = {.name = "add",
                      .arity = 2,
                      .infer = add_infer,
                      .forward = add_forward,
                      .backward = add_backward,
                      .assigns = {true, true}};

std::vector<Sample> samples_add() { return {{.inputs = {{.shape = {3, 5}}, {.shape = {3, 5}}}}}; }

}  // namespace lushan
