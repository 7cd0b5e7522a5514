#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include "kernels/batch_simd.h"
#include "kernels/matmul_panels.h"
#include "kernels/transpose_simd.h"

// The register tiles of the matrix product, written for what V8 makes of them: each of the points
// below was worth a factor of 1.3 to 2 in Node or in Chromium.
namespace lushan::kernels {

#if defined(__clang__)
#define LUSHAN_KEEP_LOOP _Pragma("clang loop unroll(disable)")
#else
#define LUSHAN_KEEP_LOOP
#endif

// LLVM does not unroll by itself what holds the asm statements below, and with sanitizers not at
// all.
#if defined(__wasm__)
#define LUSHAN_UNROLL _Pragma("clang loop unroll(full)")
#elif !defined(__clang__)
#define LUSHAN_UNROLL _Pragma("GCC unroll 8")
#else
#define LUSHAN_UNROLL
#endif

// What the tiles of panels of v batches are made of, for processors with Arch.
template <class Arch, int V>
using TileLane = xsimd::batch<float, std::conditional_t<V % 2 == 0, Arch, Lanes>>;

// Loads of a row stay beside its multiplications. Moved to the top of the loop by the compilers,
// they need more registers than there are.
[[gnu::always_inline]] inline void keep_order_of_loads() { asm volatile("" ::: "memory"); }

// A sum is ready here. LLVM's wasm back end would nest the steps of one accumulator into one
// expression otherwise, which lengthens the chain of additions. V8 drops the lane that nobody uses.
// GCC would move the multiplications below the loads that follow and spill half of the sums.
template <class Lane>
[[gnu::always_inline]] inline void complete(Lane& sum) {
#if defined(__wasm__)
  asm volatile("" ::"r"(wasm_f32x4_extract_lane(sum, 0)));
#else
  asm volatile("" : "+x"(sum.data));
#endif
}

// x, about which the compiler knows nothing. It would work out each step's address anew, with a
// multiplication, instead of adding to the one before.
template <class T>
[[gnu::always_inline]] inline T* opaque(T* x) {
  asm("" : "+r"(x));
  return x;
}

// One step of k: sum(i,j) += a(i) b(j).
template <int R, int N, class Lane, class F>
[[gnu::always_inline]] inline void add_step(Lane (&sum)[R][N], F a, const float* b) {
  Lane bv[N];
  for (int j = 0; j < N; ++j) bv[j] = Lane::load_unaligned(b + j * Lane::size);
  for (int i = 0; i < R; ++i) {
    const Lane av(a(i));
    for (int j = 0; j < N; ++j) {
      sum[i][j] = av * bv[j] + sum[i][j];
      complete(sum[i][j]);
    }
    keep_order_of_loads();
  }
}

// The sums of a tile of R rows by 4 V columns, over p.k steps from a and b on; `a` moves to the
// next tile. V8 needs an instruction for the address of an element of A that is not a pointer's
// own; where A's rows are contiguous, a turn of the loop needs it once for each step of k instead
// of once for each element. Each turn also asks whether to stop: eight steps are one.
template <Storage A, bool Packed, int R, int N, class Lane>
[[gnu::always_inline]] inline void add_steps(Lane (&sum)[R][N], int k, const float*& a,
                                             std::ptrdiff_t a_stride, const float* b,
                                             std::ptrdiff_t b_step) {
  constexpr int V = N * Lane::size / lanes;
  if constexpr (A == Storage::rows) {
    const float* row[R];
    for (int i = 0; i < R; ++i) {
      row[i] = a;
      a = opaque(a + a_stride);
    }
    if constexpr (R * V >= 8) {
      LUSHAN_KEEP_LOOP
      for (; k >= 8; k -= 8) {
        LUSHAN_UNROLL
        for (int step = 0; step < 8; ++step) {
          add_step(sum, [&](int i) { return row[i][step]; }, Packed ? b + 4 * V * step : b);
          if constexpr (!Packed) b = opaque(b + b_step);
        }
        if constexpr (Packed) b = opaque(b + 32 * V);
        for (int i = 0; i < R; ++i) row[i] += 8;
      }
    }
    LUSHAN_KEEP_LOOP
    for (; k > 0; --k) {
      add_step(sum, [&](int i) { return *row[i]++; }, b);
      b += b_step;
    }
  } else {
    const float* column = a;
    if constexpr (R * V >= 8) {
      constexpr int steps = Packed ? 8 : 4;
      LUSHAN_KEEP_LOOP
      for (; k >= steps; k -= steps) {
        LUSHAN_UNROLL
        for (int step = 0; step < steps; ++step) {
          add_step(sum, [&](int i) { return column[i]; }, Packed ? b + 4 * V * step : b);
          column = opaque(column + a_stride);
          if constexpr (!Packed) b = opaque(b + b_step);
        }
        if constexpr (Packed) b = opaque(b + 4 * V * steps);
      }
    }
    LUSHAN_KEEP_LOOP
    for (; k > 0; --k) {
      add_step(sum, [&](int i) { return column[i]; }, b);
      column += a_stride;
      b += b_step;
    }
    a += R;
  }
}

// `tiles` tiles below each other in each panel, of R rows by 4 V columns. b_step is 4 V if B is
// `Packed`. All panels in one call: it takes as long as a tile of a few steps.
template <class Arch, int R, int V, Storage A, bool Packed>
[[gnu::noinline]] void multiply_tiles(int tiles, int panels, int k, const float* first_a,
                                      std::ptrdiff_t a_stride, const float* b,
                                      std::ptrdiff_t b_step, std::ptrdiff_t b_panel,
                                      const float* first_start, std::ptrdiff_t start_row,
                                      float* first_c, std::ptrdiff_t c_row) {
  using Lane = TileLane<Arch, V>;
  constexpr int N = V * lanes / Lane::size;
  LUSHAN_KEEP_LOOP
  for (int done = 0; done < panels; ++done, b += b_panel) {
    const float *a = first_a, *start = first_start ? first_start + 4 * V * done : nullptr;
    float* c = first_c + 4 * V * done;
    LUSHAN_KEEP_LOOP
    for (int tile = 0; tile < tiles; ++tile) {
      Lane sum[R][N];
      if (start) {
        for (int i = 0; i < R; ++i) {
          for (int j = 0; j < N; ++j) sum[i][j] = Lane::load_unaligned(start + j * Lane::size);
          start = opaque(start + start_row);
        }
      } else {
        for (int i = 0; i < R; ++i) {
          for (int j = 0; j < N; ++j) sum[i][j] = Lane(0.0f);
        }
      }
      add_steps<A, Packed>(sum, k, a, a_stride, b, b_step);
      for (int i = 0; i < R; ++i) {
        for (int j = 0; j < N; ++j) sum[i][j].store_unaligned(c + j * Lane::size);
        c = opaque(c + c_row);
      }
    }
  }
}

// The product of m >= 4 rows and n >= 8 columns with both exchanged, C's element (i,j) at c[j c_row
// + i]: tiles of 4 x 8 are transposed in registers. The last one in each direction may overlap the
// one before. Panels of a `Packed` B follow each other.
template <class Arch, bool Packed>
[[gnu::noinline]] void multiply_tiles_exchanged(int m, int n, int k, const float* a,
                                                std::ptrdiff_t a_stride, const float* b,
                                                std::ptrdiff_t b_step, float* c,
                                                std::ptrdiff_t c_row) {
  using Lane = TileLane<Arch, 2>;
  constexpr int R = 4, N = 8 / Lane::size;
  LUSHAN_KEEP_LOOP
  for (int panel = 0; panel < n; panel += 8) {
    const int j = std::min(panel, n - 8);
    const float* const columns = b + (Packed ? panel * k : j);
    LUSHAN_KEEP_LOOP
    for (int tile = 0; tile < m; tile += R) {
      const int i = std::min(tile, m - R);
      Lane sum[R][N];
      for (int r = 0; r < R; ++r) {
        for (int l = 0; l < N; ++l) sum[r][l] = Lane(0.0f);
      }
      const float* row = a + i * a_stride;
      add_steps<Storage::rows, Packed>(sum, k, row, a_stride, columns, b_step);
      float result[R][8];
      for (int r = 0; r < R; ++r) {
        for (int l = 0; l < N; ++l) sum[r][l].store_unaligned(result[r] + l * Lane::size);
      }
      float* const to = c + j * c_row + i;
      transpose_block(result[0], 8, to, c_row);
      transpose_block(result[0] + 4, 8, to + 4 * c_row, c_row);
    }
  }
}
#undef LUSHAN_KEEP_LOOP
#undef LUSHAN_UNROLL

// Rows of a tile of v batches: as many as fill the 15 registers that V8 hands out, or AVX's 16, but
// for a few whose rows' addresses have no place.
template <class Arch>
constexpr int tile_rows(int v) {
  constexpr bool wide = !std::is_same_v<Arch, Lanes>;
  return v == 1 ? 8 : v == 2 ? (wide ? 8 : 5) : v == 3 ? 3 : v == 4 ? 2 : 1;
}

// Where most products spend their time: a step's offset in the instructions that load B saves one
// of 30 instructions, but takes code of its own.
constexpr bool pays_constant_step(int rows, int v) { return rows >= 4 && v == 2; }

using TileFunction = decltype(&multiply_tiles<Lanes, 1, 1, Storage::rows, false>);

// The tiles of 1, 2, ... rows. Called through a table because Binaryen inlines what has one caller,
// whatever its attributes say, and V8 spills registers where several loops share a function.
template <class Arch, int V, Storage A, bool Packed>
constexpr auto tile_functions = []<int... R>(std::integer_sequence<int, R...>) {
  return std::array<TileFunction, sizeof...(R)>{
      multiply_tiles<Arch, R + 1, V, A, (Packed && pays_constant_step(R + 1, V))>...};
}(std::make_integer_sequence<int, tile_rows<Arch>(V)>());

template <class Arch, int V, Storage A>
void multiply_stack(Part& p, int rows, int tiles) {
  const auto i = static_cast<std::size_t>(rows - 1);
  const TileFunction multiply = p.b_step == 4 * V ? tile_functions<Arch, V, A, true>[i]
                                                  : tile_functions<Arch, V, A, false>[i];
  multiply(tiles, p.panels, p.k, p.a, p.a_stride, p.b, p.b_step, p.b_panel, p.start, p.start_row,
           p.c, p.c_row);
  p.skip_rows(static_cast<std::ptrdiff_t>(rows) * tiles, A);
}

// m rows by p.panels panels of 4 V columns, in tiles of nearly equal height: 6 rows are 3 + 3, not
// 5 + 1, for a low tile has too few independent sums to hide the latency of an addition.
template <class Arch, int V, Storage A>
void multiply_panels_as(Part p, int m) {
  constexpr int most = tile_rows<Arch>(V);
  const int tiles = (m + most - 1) / most;
  int height = most;
  while (height * tiles > m) --height;  // a division takes longer
  const int taller = m - height * tiles;
  if (taller > 0) multiply_stack<Arch, V, A>(p, height + 1, taller);
  multiply_stack<Arch, V, A>(p, height, tiles - taller);
}

template <class Arch, Storage A>
void multiply_panels_as(const Part& p, int v, int m) {
  switch (v) {
    case 1: return multiply_panels_as<Arch, 1, A>(p, m);
    case 2: return multiply_panels_as<Arch, 2, A>(p, m);
    case 3: return multiply_panels_as<Arch, 3, A>(p, m);
    case 4: return multiply_panels_as<Arch, 4, A>(p, m);
    default: return multiply_panels_as<Arch, 8, A>(p, m);
  }
}
template <class Arch>
void multiply_panels_as(const Part& p, Storage a, int v, int m) {
  switch (a) {
    case Storage::rows: return multiply_panels_as<Arch, Storage::rows>(p, v, m);
    case Storage::columns: return multiply_panels_as<Arch, Storage::columns>(p, v, m);
  }
}

template <class Arch>
void multiply_exchanged_as(const Part& p, int m, int n) {
  constexpr std::array functions = {multiply_tiles_exchanged<Arch, false>,
                                    multiply_tiles_exchanged<Arch, true>};
  functions[p.b_step == 8](m, n, p.k, p.a, p.a_stride, p.b, p.b_step, p.c, p.c_row);
}

}  // namespace lushan::kernels
