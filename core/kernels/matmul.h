#pragma once

#include <cstddef>

namespace lushan::kernels {

// C (m,n) = [C +] op(A) (m,k) op(B) (k,n) [+ bias], all row-major.
// transpose_a: A is stored (k,m); transpose_b: B is stored (n,k). lda, ldb, ldc: floats between the
// starts of two stored rows. C must not overlap A, B or bias.
struct MatmulArgs {
  const float* a = nullptr;
  const float* b = nullptr;
  float* c = nullptr;
  int m = 0, n = 0, k = 0;
  int lda = 0, ldb = 0, ldc = 0;
  bool transpose_a = false, transpose_b = false;
  bool accumulate = false;
  const float* bias = nullptr;  // (n), added to every row; may be null
};

// Order of the sum, the same on every path, for every shape and transposition: element (i,j) starts
// from 0, bias[j], C(i,j) or C(i,j) + bias[j] and adds a(i,0) b(0,j), then a(i,1) b(1,j), and so
// on, each product and each sum rounded to float. So a product split by rows or columns keeps its
// bits, and naive::matmul gives exactly the same ones.
void matmul(const MatmulArgs&, float* scratch);

// Floats of packing space that matmul wants in scratch; 0 for small products (scratch may be null).
std::size_t matmul_scratch(int m, int n, int k);

// The same with a B that many products share, such as a recurrence's weights: pack it once, then
// call matmul_packed for each. m, n, k and how B is stored must stay the same.
std::size_t packed_size(int n, int k);  // floats
void pack(const MatmulArgs&, float* packed);
void matmul_packed(const MatmulArgs&, const float* packed);

namespace naive {
void matmul(const MatmulArgs&);
}

}  // namespace lushan::kernels
