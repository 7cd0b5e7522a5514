#include <algorithm>

#include "kernels/matmul.h"
#include "kernels/reduce.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// Attribute i[0]: W is stored transposed, (O, I), as an output tied to an embedding's table has it.
bool transposed(const Attributes& attr) { return attr.i[0] != 0; }

// x (..., I), W (I, O), b (O), which may be missing -> y (..., O)
Shape affine_infer(Shapes in, const Attributes& attr) {
  const int inner = transposed(attr) ? 1 : 0;
  if (in[1].rank() != 2 || in[0].back() != in[1][inner]) {
    throw Error("the input " + in[0].text() + " does not meet the weights " + in[1].text() +
                ": the input's last extent must be the weights' " + (inner ? "last." : "first."));
  }
  const int outputs = in[1][1 - inner];
  if (in.size() == 3 && in[2].rank() != 0 && in[2] != Shape{outputs}) {
    throw Error("the bias " + in[2].text() + " does not meet the weights " + in[1].text() +
                ": it must hold one number for each output.");
  }
  return in[0].with_back(outputs);
}

// y = x W + b
void affine_forward(const OpCall& c) {
  const int m = c.out.rows(), n = c.out.back(), k = c.in[0].back();
  const bool t = transposed(c.attr);
  kernels::matmul({.a = c.x[0],
                   .b = c.x[1],
                   .c = c.y,
                   .m = m,
                   .n = n,
                   .k = k,
                   .lda = k,
                   .ldb = t ? k : n,
                   .ldc = n,
                   .transpose_b = t,
                   .bias = c.x[2]},
                  c.scratch);
}

// dx = dy W^T,  dW = x^T dy,  db = the sum of dy over rows
void affine_backward(const OpCall& c) {
  const int m = c.out.rows(), n = c.out.back(), k = c.in[0].back();
  const bool t = transposed(c.attr);
  if (c.dx[0]) {
    kernels::matmul({.a = c.dy,
                     .b = c.x[1],
                     .c = c.dx[0],
                     .m = m,
                     .n = k,
                     .k = n,
                     .lda = n,
                     .ldb = t ? k : n,
                     .ldc = k,
                     .transpose_b = !t,
                     .accumulate = !c.fresh[0]},
                    c.scratch);
  }
  if (c.dx[1]) {  // transposed: dW^T = dy^T x
    kernels::matmul({.a = t ? c.dy : c.x[0],
                     .b = t ? c.x[0] : c.dy,
                     .c = c.dx[1],
                     .m = t ? n : k,
                     .n = t ? k : n,
                     .k = m,
                     .lda = t ? n : k,
                     .ldb = t ? k : n,
                     .ldc = t ? k : n,
                     .transpose_a = true,
                     .accumulate = true},
                    c.scratch);
  }
  if (c.dx[2]) kernels::sum_rows(c.dy, c.dx[2], m, n);
}

std::vector<GradientTerm> affine_terms(const OpCall& c, std::size_t input, std::size_t index) {
  const auto inner = static_cast<std::size_t>(c.in[0].back());
  const auto outputs = static_cast<std::size_t>(c.out.back());
  const bool t = transposed(c.attr);
  const std::size_t i = t ? index % inner : index / outputs;
  const std::size_t o = input == 2 ? index : t ? index / inner : index % outputs;
  std::vector<GradientTerm> terms;
  for (std::size_t r = 0; r < static_cast<std::size_t>(c.out.rows()); ++r) {
    const float x = input == 2 ? 1.0f : c.x[0][r * inner + i];
    add_term(terms, r, c.dy[r * outputs + o], x);
  }
  return terms;
}

std::size_t affine_scratch(Shapes in, const Attributes& attr) {
  const int m = in[0].rows(), k = in[0].back();
  const int n = in[1][transposed(attr) ? 0 : 1];
  return std::max({kernels::matmul_scratch(m, n, k), kernels::matmul_scratch(m, k, n),
                   kernels::matmul_scratch(k, n, m), kernels::matmul_scratch(n, k, m)});
}

double affine_operations(Shapes in, const Attributes&) {
  return 2.0 * in[0].rows() * in[1][0] * in[1][1];
}

}  // namespace

const OpDef op_affine = {.name = "affine",
                         .arity = 3,
                         .infer = affine_infer,
                         .forward = affine_forward,
                         .backward = affine_backward,
                         .scratch = affine_scratch,
                         .operations = affine_operations,
                         .terms = affine_terms,
                         .assigns = {true}};

std::vector<Sample> samples_affine() {
  return {
      {.inputs = {{.shape = {3, 5}}, {.shape = {5, 7}}, {.shape = {7}}}},
      {.inputs = {{.shape = {2, 3, 4}}, {.shape = {4, 1}}}},
      {.inputs = {{.shape = {2, 2, 4}}, {.shape = {6, 4}}, {.shape = {6}}}, .attr = {.i = {1}}}};
}

}  // namespace lushan
