#include <algorithm>

#include "kernels/matmul.h"
#include "kernels/reduce.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (..., I), W (I, O), b (O), which may be missing -> y (..., O)
Shape infer(Shapes in, const Attributes&) {
  if (in[1].rank() != 2 || in[0].back() != in[1][0]) {
    throw Error("the input " + in[0].text() + " does not meet the weights " + in[1].text() +
                ": the input's last extent must be the weights' first.");
  }
  if (in.size() == 3 && in[2] != Shape{in[1][1]}) {
    throw Error("the bias " + in[2].text() + " does not meet the weights " + in[1].text() +
                ": it must hold one number for each of their columns.");
  }
  return in[0].with_back(in[1][1]);
}

// y = x W + b
void forward(const OpCall& c) {
  const int m = c.out.rows(), n = c.out.back(), k = c.in[0].back();
  kernels::matmul({.a = c.x[0],
                   .b = c.x[1],
                   .c = c.y,
                   .m = m,
                   .n = n,
                   .k = k,
                   .lda = k,
                   .ldb = n,
                   .ldc = n,
                   .bias = c.x[2]},
                  c.scratch);
}

// dx = dy W^T,  dW = x^T dy,  db = the sum of dy over rows
void backward(const OpCall& c) {
  const int m = c.out.rows(), n = c.out.back(), k = c.in[0].back();
  if (c.dx[0]) {
    kernels::matmul({.a = c.dy,
                     .b = c.x[1],
                     .c = c.dx[0],
                     .m = m,
                     .n = k,
                     .k = n,
                     .lda = n,
                     .ldb = n,
                     .ldc = k,
                     .transpose_b = true,
                     .accumulate = true},
                    c.scratch);
  }
  if (c.dx[1]) {
    kernels::matmul({.a = c.x[0],
                     .b = c.dy,
                     .c = c.dx[1],
                     .m = k,
                     .n = n,
                     .k = m,
                     .lda = k,
                     .ldb = n,
                     .ldc = n,
                     .transpose_a = true,
                     .accumulate = true},
                    c.scratch);
  }
  if (c.dx[2]) kernels::sum_rows(c.dy, c.dx[2], m, n);
}

std::size_t scratch(Shapes in, const Attributes&) {
  const int m = in[0].rows(), k = in[1][0], n = in[1][1];
  return std::max({kernels::matmul_scratch(m, n, k), kernels::matmul_scratch(m, k, n),
                   kernels::matmul_scratch(k, n, m)});
}

double operations(Shapes in, const Attributes&) { return 2.0 * in[0].rows() * in[1][0] * in[1][1]; }

std::vector<Sample> samples() {
  return {{.inputs = {{.shape = {3, 5}}, {.shape = {5, 7}}, {.shape = {7}}}},
          {.inputs = {{.shape = {2, 3, 4}}, {.shape = {4, 1}}}}};
}

}  // namespace

const OpDef op_affine = {.name = "affine",
                         .arity = 3,
                         .infer = infer,
                         .forward = forward,
                         .backward = backward,
                         .samples = samples,
                         .scratch = scratch,
                         .operations = operations};

}  // namespace lushan
