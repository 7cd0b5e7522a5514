#include <algorithm>

#include "kernels/elementwise.h"
#include "kernels/matmul.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// y = x W + b as affine has it, for an x (T, B, I) whose rows were looked up: x = f table[tokens].
// What is the same for all tokens of a kind is done once: the product forward, and of W's gradient
// the product with the sum of their dy. Inputs: x, W (I, O), b (O), which may be missing, tokens
// (T, B), table (V, I); f[0] as embedding has it. The table's gradient flows through x.
Shape affine_rows_infer(Shapes in, const Attributes& attr) {
  const bool looked_up =
      in[3].rank() == 2 && in[4].rank() == 2 && in[0] == Shape{in[3][0], in[3][1], in[4][1]};
  if (!looked_up) {
    throw Error("the input " + in[0].text() + " cannot be rows of the table " + in[4].text() +
                ", looked up for the tokens " + in[3].text() + ".");
  }
  return op_affine.infer(in.first(3), attr);
}

std::size_t count(int rows, int columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

// A call's sizes, and the parts of its scratch memory.
struct Kinds {
  explicit Kinds(const OpCall& c)
      : kinds(c.in[4][0]),
        inner(c.in[0].back()),
        width(c.out.back()),
        table(c.x[4]),
        rows(c.scratch),
        matmul(rows + count(kinds, width)) {
    if (c.attr.f[0] == 0) return;
    kernels::scale(table, c.attr.f[0], matmul, count(kinds, inner));
    table = matmul;
    matmul += count(kinds, inner);
  }
  float* row(float token) const {
    return rows + static_cast<std::size_t>(token) * static_cast<std::size_t>(width);
  }

  int kinds, inner, width;
  const float* table;  // f table
  float* rows;         // (V, O), one for each kind of token
  float* matmul;
};

void affine_rows_forward(const OpCall& c) {
  const Kinds of(c);
  const auto width = static_cast<std::size_t>(of.width);
  kernels::matmul({.a = of.table,
                   .b = c.x[1],
                   .c = of.rows,
                   .m = of.kinds,
                   .n = of.width,
                   .k = of.inner,
                   .lda = of.inner,
                   .ldb = of.width,
                   .ldc = of.width,
                   .bias = c.x[2]},
                  of.matmul);
  for (std::size_t i = 0; i < c.in[3].size(); ++i) {
    std::copy_n(of.row(c.x[3][i]), width, c.y + i * width);
  }
}

// dW = (f table)^T (sums of dy by token), token by token in order
void affine_rows_backward(const OpCall& c) {
  OpCall as_affine = c;
  as_affine.dx[1] = nullptr;
  op_affine.backward(as_affine);
  if (!c.dx[1]) return;
  const Kinds of(c);
  const auto width = static_cast<std::size_t>(of.width);
  std::fill_n(of.rows, count(of.kinds, of.width), 0.0f);
  for (std::size_t i = 0; i < c.in[3].size(); ++i) {
    kernels::add_into(of.row(c.x[3][i]), c.dy + i * width, width);
  }
  kernels::matmul({.a = of.table,
                   .b = of.rows,
                   .c = c.dx[1],
                   .m = of.inner,
                   .n = of.width,
                   .k = of.kinds,
                   .lda = of.inner,
                   .ldb = of.width,
                   .ldc = of.width,
                   .transpose_a = true,
                   .accumulate = true},
                  of.matmul);
}

std::size_t affine_rows_scratch(Shapes in, const Attributes&) {
  const int rows = in[0].rows(), kinds = in[4][0], inner = in[1][0], width = in[1][1];
  return count(kinds, inner + width) + std::max({kernels::matmul_scratch(kinds, width, inner),
                                                 kernels::matmul_scratch(inner, width, kinds),
                                                 kernels::matmul_scratch(rows, inner, width)});
}

double affine_rows_operations(Shapes in, const Attributes&) {
  return 2.0 * in[4][0] * in[1][0] * in[1][1] + 1.0 * in[0].rows() * in[1][1];
}

// None of the table, whose gradient flows through x.
std::vector<GradientTerm> affine_rows_terms(const OpCall& c, std::size_t input, std::size_t index) {
  return input == 4 ? std::vector<GradientTerm>{} : op_affine.terms(c, input, index);
}

}  // namespace

const OpDef op_affine_rows = {.name = "affine_rows",
                              .arity = 5,
                              .infer = affine_rows_infer,
                              .forward = affine_rows_forward,
                              .backward = affine_rows_backward,
                              .scratch = affine_rows_scratch,
                              .operations = affine_rows_operations,
                              .terms = affine_rows_terms,
                              .assigns = {true}};

std::vector<Sample> samples_affine_rows() {
  // x is not read, and the table's gradient is embedding's: tests/core/affine_rows_test.cpp has the
  // two together
  const auto inputs = [](int steps, int batch, int kinds, int inner, int width) {
    return std::vector<SampleInput>{{.shape = {steps, batch, inner}, .differentiable = false},
                                    {.shape = {inner, width}},
                                    {.shape = {width}},
                                    {.shape = {steps, batch}, .classes = kinds},
                                    {.shape = {kinds, inner}, .differentiable = false}};
  };
  std::vector<SampleInput> no_bias = inputs(2, 2, 5, 3, 9);
  no_bias[2] = {};
  return {{.inputs = inputs(4, 3, 5, 6, 7)}, {.inputs = no_bias, .attr = {.f = {1.5f}}}};
}

}  // namespace lushan
