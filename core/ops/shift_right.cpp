#include <algorithm>

#include "ops/ops.h"
#include "tensor/error.h"
#include "tensor/tokens.h"

namespace lushan {
namespace {

// x (T, B) tokens -> y (T, B), each row the one before it, the first all `begin`: what a decoder
// reads when it is taught with the right answers (teacher forcing). said (T, B), which may be
// missing: tokens that stand in for those of x, negative where none does.
Shape shift_right_infer(Shapes in, const Attributes&) {
  if (in[0].rank() != 2) throw Error("expects tokens, steps by examples, and got " + in[0].text());
  if (in.size() > 1 && in[1] != in[0]) {
    throw Error("tokens " + in[1].text() + " cannot stand in for " + in[0].text() + ".");
  }
  return in[0];
}

void shift_right_forward(const OpCall& c) {
  const auto row = static_cast<std::size_t>(c.out.back());
  std::fill_n(c.y, row, static_cast<float>(tokens::begin));
  std::copy_n(c.x[0], c.n - row, c.y + row);
  if (!c.x[1]) return;
  for (std::size_t i = row; i < c.n; ++i) {
    if (c.x[1][i - row] >= 0) c.y[i] = c.x[1][i - row];
  }
}

void shift_right_backward(const OpCall&) {}  // tokens have no gradient

}  // namespace

const OpDef op_shift_right = {.name = "shift_right",
                              .arity = 2,
                              .infer = shift_right_infer,
                              .forward = shift_right_forward,
                              .backward = shift_right_backward};

std::vector<Sample> samples_shift_right() {
  return {{.inputs = {{.shape = {4, 3}, .classes = 5}}},
          {.inputs = {{.shape = {4, 3}, .classes = 5}, {.shape = {4, 3}, .classes = 5}}}};
}

}  // namespace lushan
