// What scripts/bench measures of the kernels alone: the engine's matrix product, and the rate of
// multiplications and additions that the same browser reaches when nothing else is in their way.
#include <wasm_simd128.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "kernels/matmul.h"

namespace {

using lushan::kernels::MatmulArgs;

std::vector<float> a, b, c, scratch;
MatmulArgs product;

// n independent sums s = s * m + d; n is at most what the 16 registers of a processor hold.
template <int n>
double chains(int count) {
  static volatile float sink;
  const v128_t m = wasm_f32x4_splat(0.9999999f + 0 * sink), d = wasm_f32x4_splat(1e-7f + 0 * sink);
  v128_t s[n];
  for (int i = 0; i < n; ++i) s[i] = wasm_f32x4_splat(static_cast<float>(1 + i));
  // not unrolled: LLVM would put several steps of one sum in a row
#pragma clang loop unroll(disable)
  for (int k = 0; k < 1000 * count; ++k) {
    for (int i = 0; i < n; ++i) s[i] = wasm_f32x4_add(wasm_f32x4_mul(s[i], m), d);
  }
  v128_t total = s[0];
  for (int i = 1; i < n; ++i) total = wasm_f32x4_add(total, s[i]);
  sink = wasm_f32x4_extract_lane(total, 0);
  return 1000.0 * 8 * n;
}

// n products and n sums that do not meet.
template <int n>
double pairs(int count) {
  static volatile float sink;
  const v128_t m = wasm_f32x4_splat(0.9999999f + 0 * sink), d = wasm_f32x4_splat(1e-7f + 0 * sink);
  v128_t p[n], s[n];
  for (int i = 0; i < n; ++i) p[i] = s[i] = wasm_f32x4_splat(static_cast<float>(1 + i));
#pragma clang loop unroll(disable)
  for (int k = 0; k < 1000 * count; ++k) {
    for (int i = 0; i < n; ++i) {
      p[i] = wasm_f32x4_mul(p[i], m);
      s[i] = wasm_f32x4_add(s[i], d);
    }
  }
  v128_t total = wasm_f32x4_add(p[0], s[0]);
  for (int i = 1; i < n; ++i) total = wasm_f32x4_add(total, wasm_f32x4_add(p[i], s[i]));
  sink = wasm_f32x4_extract_lane(total, 0);
  return 1000.0 * 8 * n;
}

constexpr std::array ceilings = {chains<8>, chains<10>, chains<12>, chains<13>, pairs<5>, pairs<6>};

}  // namespace

#define EXPORT(name) extern "C" [[clang::export_name(#name)]]

// Gets a product of two n x n matrices ready; returns the largest difference of its elements from
// their sums in double.
EXPORT(prepare) double prepare(int n, int transpose_a, int transpose_b) {
  const auto size = static_cast<std::size_t>(n);
  unsigned state = 7;
  const auto random = [&state] {
    state = state * 1664525u + 1013904223u;
    return static_cast<float>(state >> 8) * 0x1p-24f - 0.5f;
  };
  for (auto* x : {&a, &b, &c}) x->assign(size * size, 0.0f);
  std::generate(a.begin(), a.end(), random);
  std::generate(b.begin(), b.end(), random);
  scratch.resize(lushan::kernels::matmul_scratch(n, n, n));
  product = {.a = a.data(),
             .b = b.data(),
             .c = c.data(),
             .m = n,
             .n = n,
             .k = n,
             .lda = n,
             .ldb = n,
             .ldc = n,
             .transpose_a = transpose_a != 0,
             .transpose_b = transpose_b != 0};
  lushan::kernels::matmul(product, scratch.data());
  double worst = 0;
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < size; ++k) {
        sum += double{a[transpose_a ? k * size + i : i * size + k]} *
               double{b[transpose_b ? j * size + k : k * size + j]};
      }
      worst = std::max(worst, std::abs(double{c[i * size + j]} - sum));
    }
  }
  return worst;
}

EXPORT(multiply) void multiply(int count) {
  for (int k = 0; k < count; ++k) lushan::kernels::matmul(product, scratch.data());
}

// Does `count` rounds of a variant; returns the floating-point operations of one, 0 beyond the last
// variant.
EXPORT(ceiling) double ceiling(int variant, int count) {
  return variant < static_cast<int>(ceilings.size())
             ? ceilings[static_cast<std::size_t>(variant)](count)
             : 0;
}
