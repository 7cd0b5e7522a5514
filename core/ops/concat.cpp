#include <algorithm>

#include "kernels/elementwise.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// a (..., I), b (..., J) -> y (..., I + J), row beside row
Shape concat_infer(Shapes in, const Attributes&) {
  if (in[0].with_back(1) != in[1].with_back(1)) {
    throw Error("the rows of " + in[0].text() + " and " + in[1].text() +
                " cannot stand beside each other: all extents but the last must agree.");
  }
  return in[0].with_back(in[0].back() + in[1].back());
}

// f(input, row of it, row of y, count)
template <class F>
void each_joined_row(const OpCall& c, F f) {
  const auto width = static_cast<std::size_t>(c.out.back());
  const auto left = static_cast<std::size_t>(c.in[0].back());
  for (std::size_t r = 0; r < static_cast<std::size_t>(c.out.rows()); ++r) {
    f(std::size_t{0}, r * left, r * width, left);
    f(std::size_t{1}, r * (width - left), r * width + left, width - left);
  }
}

void concat_forward(const OpCall& c) {
  each_joined_row(c, [&](std::size_t k, std::size_t from, std::size_t to, std::size_t count) {
    std::copy_n(c.x[k] + from, count, c.y + to);
  });
}

void concat_backward(const OpCall& c) {
  each_joined_row(c, [&](std::size_t k, std::size_t from, std::size_t to, std::size_t count) {
    if (c.dx[k]) kernels::add_into(c.dx[k] + from, c.dy + to, count);
  });
}

}  // namespace

const OpDef op_concat = {.name = "concat",
                         .arity = 2,
                         .infer = concat_infer,
                         .forward = concat_forward,
                         .backward = concat_backward};

std::vector<Sample> samples_concat() {
  return {{.inputs = {{.shape = {2, 3, 4}}, {.shape = {2, 3, 5}}}}};
}

}  // namespace lushan
