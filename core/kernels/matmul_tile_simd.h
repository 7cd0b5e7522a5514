#pragma once

#include <cstddef>

#include "kernels/batch_simd.h"

// The register tiles of the matrix product.
namespace lushan::kernels {

// One tile of C, R rows by 4 V columns. A is read in place, element (i,p) at a[i a_row + p a_step]
// with one of the two strides 1; B likewise at b[p b_step + j].
struct Tile {
  const float* a;
  std::ptrdiff_t a_stride;  // of rows when A is stored by rows, of steps when by columns
  const float* b;
  std::ptrdiff_t b_step;
  const float* start;  // what the sums start from; null for 0
  std::ptrdiff_t start_row;
  float* c;
  std::ptrdiff_t c_row;
  int k;
  int skip;  // columns at the left that another tile writes: computed, not stored
};

enum class Storage { rows, columns };

// Kept out of line: inlined into its callers the same loop ran at half speed in V8. k is not
// unrolled: LLVM's wasm back end would nest the steps of one accumulator into one expression, which
// lengthens the chain of additions.
template <int R, int V, Storage A>
[[gnu::noinline]] void multiply_tile(const Tile& t) {
  Batch sum[R][V];
  if (t.start) {
    for (int i = 0; i < R; ++i) {
      for (int j = 0; j < V; ++j) sum[i][j] = load(t.start + i * t.start_row + 4 * j);
    }
  } else {
    for (int i = 0; i < R; ++i) {
      for (int j = 0; j < V; ++j) sum[i][j] = Batch(0.0f);
    }
  }

  const std::ptrdiff_t row = A == Storage::rows ? t.a_stride : 1;
  const std::ptrdiff_t step = A == Storage::rows ? 1 : t.a_stride;
  const std::ptrdiff_t b_step = t.b_step;
  const float* a = t.a;
  const float* b = t.b;
#if defined(__clang__)
#pragma clang loop unroll(disable)
#endif
  for (int p = t.k; p > 0; --p) {
    Batch bv[V];
    for (int j = 0; j < V; ++j) bv[j] = load(b + 4 * j);
    for (int i = 0; i < R; ++i) {
      const Batch av(a[i * row]);
      for (int j = 0; j < V; ++j) sum[i][j] = av * bv[j] + sum[i][j];
    }
    a += step;
    b += b_step;
  }

  if (t.skip > 0) {
    for (int j = 0; j < V; ++j) {
      const Batch column = Batch(0.0f, 1.0f, 2.0f, 3.0f) + Batch(static_cast<float>(4 * j));
      const Mask written = column >= Batch(static_cast<float>(t.skip));
      for (int i = 0; i < R; ++i) {
        sum[i][j] = xsimd::select(written, sum[i][j], load(t.c + i * t.c_row + 4 * j));
      }
    }
  }
  for (int i = 0; i < R; ++i) {
    for (int j = 0; j < V; ++j) store(t.c + i * t.c_row + 4 * j, sum[i][j]);
  }
}

// Rows of C at a time for tiles of V batches: as many as 15 registers hold (V8 keeps one of 16).
constexpr int tile_rows(int v) { return v == 1 ? 8 : v == 2 ? 5 : 2; }

template <int V, Storage A>
void multiply_tile(const Tile& t, int rows) {
  switch (rows) {
    case 1:
      return multiply_tile<1, V, A>(t);
    case 2:
      return multiply_tile<2, V, A>(t);
    case 3:
      if constexpr (tile_rows(V) >= 3) return multiply_tile<3, V, A>(t);
      break;
    case 4:
      if constexpr (tile_rows(V) >= 4) return multiply_tile<4, V, A>(t);
      break;
    case 5:
      if constexpr (tile_rows(V) >= 5) return multiply_tile<5, V, A>(t);
      break;
    case 6:
      if constexpr (tile_rows(V) >= 6) return multiply_tile<6, V, A>(t);
      break;
    case 7:
      if constexpr (tile_rows(V) >= 7) return multiply_tile<7, V, A>(t);
      break;
    case 8:
      if constexpr (tile_rows(V) >= 8) return multiply_tile<8, V, A>(t);
      break;
  }
}

// A panel of C: m rows by 4 V columns, in tiles of nearly equal height (6 rows are 3 + 3, not
// 5 + 1: a low tile has too few independent sums to hide the latency of an addition).
template <int V, Storage A>
void multiply_panel(Tile t, int m) {
  constexpr int highest = tile_rows(V);
  const int tiles = (m + highest - 1) / highest;
  const int height = m / tiles;
  int taller = m % tiles;
  for (int i = 0; i < tiles; ++i) {
    const int rows = height + (taller-- > 0 ? 1 : 0);
    multiply_tile<V, A>(t, rows);
    t.a += rows * (A == Storage::rows ? t.a_stride : 1);
    t.c += rows * t.c_row;
    if (t.start) t.start += rows * t.start_row;
  }
}

}  // namespace lushan::kernels
