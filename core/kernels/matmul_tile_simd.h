#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "kernels/batch_simd.h"

// The register tiles of the matrix product, written for what V8 makes of them: each of the points
// below was worth a factor of 1.3 to 2 in Node or in Chromium.
namespace lushan::kernels {

// How A lies in memory: element (i,p) at a[i stride + p], or at a[i + p stride].
enum class Storage { rows, columns };

// Loads of a row stay beside its multiplications. Moved to the top of the loop by the compilers,
// they need more registers than there are.
inline void keep_order_of_loads() { asm volatile("" ::: "memory"); }

// One tile of C, R rows by 4 V columns. B's element (p,j) lies at b[p b_step + j]. The sums start
// from `start`, or from 0 if it is null. k is not unrolled: LLVM's wasm back end would nest the
// steps of one accumulator into one expression, which lengthens the chain of additions.
template <int R, int V, Storage A>
[[gnu::noinline]] void multiply_tile(int k, const float* a, std::ptrdiff_t a_stride, const float* b,
                                     std::ptrdiff_t b_step, const float* start,
                                     std::ptrdiff_t start_row, float* c, std::ptrdiff_t c_row) {
  Batch sum[R][V];
  if (start) {
    for (int i = 0; i < R; ++i) {
      for (int j = 0; j < V; ++j) sum[i][j] = load(start + i * start_row + 4 * j);
    }
  } else {
    for (int i = 0; i < R; ++i) {
      for (int j = 0; j < V; ++j) sum[i][j] = Batch(0.0f);
    }
  }
  const std::ptrdiff_t row = A == Storage::rows ? a_stride : 1;
  const std::ptrdiff_t step = A == Storage::rows ? 1 : a_stride;
#if defined(__clang__)
#pragma clang loop unroll(disable)
#endif
  for (; k > 0; --k) {
    Batch bv[V];
    for (int j = 0; j < V; ++j) bv[j] = load(b + 4 * j);
    for (int i = 0; i < R; ++i) {
      const Batch av(a[i * row]);
      for (int j = 0; j < V; ++j) sum[i][j] = av * bv[j] + sum[i][j];
      keep_order_of_loads();
    }
    a += step;
    b += b_step;
  }
  for (int i = 0; i < R; ++i) {
    for (int j = 0; j < V; ++j) store(c + i * c_row + 4 * j, sum[i][j]);
  }
}

// Rows of a tile of V batches: as many as fill the 15 registers that V8 hands out.
constexpr int tile_rows(int v) { return v == 1 ? 8 : v == 2 ? 5 : v == 3 ? 3 : v == 4 ? 2 : 1; }

using TileFunction = decltype(&multiply_tile<1, 1, Storage::rows>);

// The tiles of 1, 2, ... rows. Called through a table because Binaryen inlines what has one caller,
// whatever its attributes say, and V8 spills registers where several loops share a function.
template <int V, Storage A>
constexpr auto tile_functions = []<int... R>(std::integer_sequence<int, R...>) {
  return std::array<TileFunction, sizeof...(R)>{multiply_tile<R + 1, V, A>...};
}(std::make_integer_sequence<int, tile_rows(V)>());

// A panel of C, up to tile_rows(V) rows at a time.
struct Panel {
  int k;
  const float* a;
  std::ptrdiff_t a_stride;
  const float* b;
  std::ptrdiff_t b_step;
  const float* start;
  std::ptrdiff_t start_row;
  float* c;
  std::ptrdiff_t c_row;

  void skip_rows(std::ptrdiff_t rows, Storage s) {
    a += rows * (s == Storage::rows ? a_stride : 1);
    c += rows * c_row;
    if (start) start += rows * start_row;
  }
};

template <int V, Storage A>
void multiply_stack(Panel& p, int rows, int tiles) {
  const TileFunction multiply = tile_functions<V, A>[static_cast<std::size_t>(rows - 1)];
  for (; tiles > 0; --tiles) {
    multiply(p.k, p.a, p.a_stride, p.b, p.b_step, p.start, p.start_row, p.c, p.c_row);
    p.skip_rows(rows, A);
  }
}

// m rows by 4 V columns, in tiles of nearly equal height (6 rows are 3 + 3, not 5 + 1: a low tile
// has too few independent sums to hide the latency of an addition).
template <int V, Storage A>
void multiply_panel(Panel p, int m) {
  const int tiles = (m + tile_rows(V) - 1) / tile_rows(V);
  const int height = m / tiles, taller = m % tiles;
  if (taller > 0) multiply_stack<V, A>(p, height + 1, taller);
  multiply_stack<V, A>(p, height, tiles - taller);
}

}  // namespace lushan::kernels
