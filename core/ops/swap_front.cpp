#include "kernels/elementwise.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (M, N, D) -> y (N, M, D): steps of examples become examples of steps
Shape swap_front_infer(Shapes in, const Attributes&) {
  if (in[0].rank() != 3) throw Error("expects three extents, and got " + in[0].text() + ".");
  return {in[0][1], in[0][0], in[0][2]};
}

// f(row of x, row of y, floats) for all rows
template <class F>
void each_swapped_row(const OpCall& c, F f) {
  const auto width = static_cast<std::size_t>(c.in[0][2]);
  const auto m = static_cast<std::size_t>(c.in[0][0]), n = static_cast<std::size_t>(c.in[0][1]);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < n; ++j) f((i * n + j) * width, (j * m + i) * width, width);
  }
}

void swap_front_forward(const OpCall& c) {
  each_swapped_row(c, [&](std::size_t from, std::size_t to, std::size_t width) {
    kernels::copy(c.x[0] + from, c.y + to, width);
  });
}

void swap_front_backward(const OpCall& c) {
  if (!c.dx[0]) return;
  each_swapped_row(c, [&](std::size_t from, std::size_t to, std::size_t width) {
    kernels::add_into(c.dx[0] + from, c.dy + to, width);
  });
}

}  // namespace

const OpDef op_swap_front = {.name = "swap_front",
                             .arity = 1,
                             .infer = swap_front_infer,
                             .forward = swap_front_forward,
                             .backward = swap_front_backward};

std::vector<Sample> samples_swap_front() { return {{.inputs = {{.shape = {4, 2, 3}}}}}; }

}  // namespace lushan
