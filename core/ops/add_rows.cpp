#include "kernels/elementwise.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (T,B,D), table (T or more, D) -> y(t,b) = x(t,b) + f table(t). Attribute f[0] is f, which may
// change between replays; i[0] is 1 in a graph that generates token by token, where the one step is
// row Replay::position of the table.
Shape add_rows_infer(Shapes in, const Attributes&) {
  if (in[0].rank() != 3 || in[1].rank() != 2 || in[0][2] != in[1][1] || in[0][0] > in[1][0]) {
    throw Error("the table " + in[1].text() +
                " does not hold a row for each step of the sequence " + in[0].text() + ".");
  }
  return in[0];
}

// f(at, row): where a step of an example begins, and its row of the table
template <class F>
void for_each_added_row(const OpCall& c, F f) {
  const auto width = static_cast<std::size_t>(c.out[2]);
  const int first = c.attr.i[0] != 0 ? c.replay->position : 0;
  std::size_t at = 0;
  for (int t = 0; t < c.out[0]; ++t) {
    for (int b = 0; b < c.out[1]; ++b, at += width) {
      f(at, static_cast<std::size_t>(first + t) * width, width);
    }
  }
}

void add_rows_forward(const OpCall& c) {
  kernels::copy(c.x[0], c.y, c.n);
  for_each_added_row(c, [&](std::size_t at, std::size_t row, std::size_t width) {
    kernels::axpy(c.attr.f[0], c.x[1] + row, c.y + at, width);
  });
}

void add_rows_backward(const OpCall& c) {
  if (c.dx[0]) kernels::add_into(c.dx[0], c.dy, c.n);
  if (!c.dx[1]) return;
  for_each_added_row(c, [&](std::size_t at, std::size_t row, std::size_t width) {
    kernels::axpy(c.attr.f[0], c.dy + at, c.dx[1] + row, width);
  });
}

std::vector<GradientTerm> add_rows_terms(const OpCall& c, std::size_t, std::size_t index) {
  std::vector<GradientTerm> terms;
  for_each_added_row(c, [&](std::size_t at, std::size_t row, std::size_t width) {
    if (row != index / width * width) return;
    add_term(terms, at / width, c.dy[at + index % width], c.attr.f[0]);
  });
  return terms;
}

}  // namespace

const OpDef op_add_rows = {.name = "add_rows",
                           .arity = 2,
                           .infer = add_rows_infer,
                           .forward = add_rows_forward,
                           .backward = add_rows_backward,
                           .terms = add_rows_terms};

std::vector<Sample> samples_add_rows() {
  return {{.inputs = {{.shape = {3, 2, 5}}, {.shape = {4, 5}}}, .attr = {.f = {0.7f}}},
          {.inputs = {{.shape = {1, 2, 4}}, {.shape = {3, 4}}}, .attr = {.i = {1}, .f = {1}}}};
}

}  // namespace lushan
