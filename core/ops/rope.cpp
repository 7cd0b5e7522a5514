#include "kernels/position.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (T,B,D), table (T or more, dk) of sines and cosines in turn -> y, neighbouring pairs of each
// head's dk columns turned by the angles of the step's row (Su et al. 2021). The product of a
// turned query and a turned key depends on how far apart they stand. Attributes: i[0] heads, i[1] 1
// in a graph that generates token by token, where the one step is row Replay::position.
Shape rope_infer(Shapes in, const Attributes& attr) {
  const int width = in[1].back();
  if (in[0].rank() != 3 || in[1].rank() != 2 || in[0][2] != attr.i[0] * width ||
      in[0][0] > in[1][0]) {
    throw Error("the table " + in[1].text() + " does not hold the angles of " +
                std::to_string(attr.i[0]) + " heads of " + in[0].text() + ".");
  }
  if (width % 2 != 0) {
    throw Error("RoPE turns pairs of numbers, and each head has " + std::to_string(width) +
                ", an odd number; choose other heads or another width.");
  }
  return in[0];
}

template <class F>
void for_each_turned_row(const OpCall& c, F f) {
  const auto depth = static_cast<std::size_t>(c.out[2]);
  const float* row = c.x[1] + (c.attr.i[1] != 0 ? c.replay->position : 0) * c.in[1][1];
  std::size_t at = 0;
  for (int t = 0; t < c.out[0]; ++t, row += c.in[1][1]) {
    for (int b = 0; b < c.out[1]; ++b, at += depth) f(at, row);
  }
}

void rope_forward(const OpCall& c) {
  for_each_turned_row(c, [&](std::size_t at, const float* row) {
    kernels::rotate(c.x[0] + at, row, c.y + at, c.attr.i[0], c.in[1][1]);
  });
}

void rope_backward(const OpCall& c) {
  if (!c.dx[0]) return;
  for_each_turned_row(c, [&](std::size_t at, const float* row) {
    kernels::rotate_backward(c.dy + at, row, c.dx[0] + at, c.attr.i[0], c.in[1][1]);
  });
}

}  // namespace

const OpDef op_rope = {.name = "rope",
                       .arity = 2,
                       .infer = rope_infer,
                       .forward = rope_forward,
                       .backward = rope_backward};

std::vector<Sample> samples_rope() {
  const auto table = [](int rows, int columns) {
    return SampleInput{.shape = {rows, columns}, .differentiable = false};
  };
  return {{.inputs = {{.shape = {3, 2, 8}}, table(4, 4)}, .attr = {.i = {2}}},
          {.inputs = {{.shape = {1, 2, 6}}, table(3, 6)}, .attr = {.i = {1, 1}}}};
}

}  // namespace lushan
