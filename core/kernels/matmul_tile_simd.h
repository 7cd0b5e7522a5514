#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "kernels/batch_simd.h"

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

// The same 128-bit instructions once more in AVX's encoding, which names a third register: no
// copies before multiplications, products 1.3 to 1.4 times as fast. The processor's is taken when
// the program is loaded, which wants glibc. Clang allows no such clones of what is not to be
// inlined.
#if defined(__gnu_linux__) && !defined(__clang__) && defined(__x86_64__)
#define LUSHAN_CLONES [[gnu::target_clones("avx", "default")]]
#else
#define LUSHAN_CLONES
#endif

// How A lies in memory: element (i,p) at a[i stride + p] or at a[i + p stride].
enum class Storage { rows, columns };

// Loads of a row stay beside its multiplications. Moved to the top of the loop by the compilers,
// they need more registers than there are.
inline void keep_order_of_loads() { asm volatile("" ::: "memory"); }

// A sum is ready here. LLVM's wasm back end would nest the steps of one accumulator into one
// expression otherwise, which lengthens the chain of additions. V8 drops the lane that nobody uses.
// GCC would move the multiplications below the loads that follow and spill half of the sums.
inline void complete(Batch& sum) {
#if defined(__wasm_simd128__)
  asm volatile("" ::"r"(wasm_f32x4_extract_lane(sum, 0)));
#else
  asm volatile("" : "+x"(sum.data));
#endif
}

// x, about which the compiler knows nothing. It would work out each step's address anew, with a
// multiplication, instead of adding to the one before.
template <class T>
inline T* opaque(T* x) {
  asm("" : "+r"(x));
  return x;
}

// One step of k: sum(i,j) += a(i) b(j).
template <int R, int V, class F>
[[gnu::always_inline]] inline void add_step(Batch (&sum)[R][V], F a, const float* b) {
  Batch bv[V];
  for (int j = 0; j < V; ++j) bv[j] = load(b + 4 * j);
  for (int i = 0; i < R; ++i) {
    const Batch av(a(i));
    for (int j = 0; j < V; ++j) {
      sum[i][j] = av * bv[j] + sum[i][j];
      complete(sum[i][j]);
    }
    keep_order_of_loads();
  }
}

// Rows of C by `panels` panels of equally many columns side by side. B's element (p,j) of the first
// panel lies at b[p b_step + j], that of the next b_panel further on. The sums start from `start`,
// or from 0 if it is null.
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
  int panels = 1;
  std::ptrdiff_t b_panel = 0;

  void skip_rows(std::ptrdiff_t rows, Storage s) {
    a += rows * (s == Storage::rows ? a_stride : 1);
    c += rows * c_row;
    if (start) start += rows * start_row;
  }
};

// The sums of a tile of R rows by 4 V columns, over p.k steps from a and b on; `a` moves to the
// next tile. V8 needs an instruction for the address of an element of A that is not a pointer's
// own; where A's rows are contiguous, a turn of the loop needs it once for each step of k instead
// of once for each element. Each turn also asks whether to stop: eight steps are one.
template <int R, int V, Storage A, bool Packed>
[[gnu::always_inline]] inline void add_steps(Batch (&sum)[R][V], int k, const float*& a,
                                             std::ptrdiff_t a_stride, const float* b,
                                             std::ptrdiff_t b_step) {
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
      LUSHAN_KEEP_LOOP
      for (; k >= 4; k -= 4) {
        LUSHAN_UNROLL
        for (int step = 0; step < 4; ++step) {
          add_step(sum, [&](int i) { return column[i]; }, b);
          column = opaque(column + a_stride);
          b = opaque(b + b_step);
        }
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
template <int R, int V, Storage A, bool Packed>
LUSHAN_CLONES [[gnu::noinline]] void multiply_tiles(
    int tiles, int panels, int k, const float* first_a, std::ptrdiff_t a_stride, const float* b,
    std::ptrdiff_t b_step, std::ptrdiff_t b_panel, const float* first_start,
    std::ptrdiff_t start_row, float* first_c, std::ptrdiff_t c_row) {
  LUSHAN_KEEP_LOOP
  for (int done = 0; done < panels; ++done, b += b_panel) {
    const float *a = first_a, *start = first_start ? first_start + 4 * V * done : nullptr;
    float* c = first_c + 4 * V * done;
    LUSHAN_KEEP_LOOP
    for (int tile = 0; tile < tiles; ++tile) {
      Batch sum[R][V];
      if (start) {
        for (int i = 0; i < R; ++i) {
          for (int j = 0; j < V; ++j) sum[i][j] = load(start + 4 * j);
          start = opaque(start + start_row);
        }
      } else {
        for (int i = 0; i < R; ++i) {
          for (int j = 0; j < V; ++j) sum[i][j] = Batch(0.0f);
        }
      }
      add_steps<R, V, A, Packed>(sum, k, a, a_stride, b, b_step);
      for (int i = 0; i < R; ++i) {
        for (int j = 0; j < V; ++j) store(c + 4 * j, sum[i][j]);
        c = opaque(c + c_row);
      }
    }
  }
}
#undef LUSHAN_KEEP_LOOP
#undef LUSHAN_UNROLL
#undef LUSHAN_CLONES

// Rows of a tile of V batches: as many as fill the 15 registers that V8 hands out.
constexpr int tile_rows(int v) { return v == 1 ? 8 : v == 2 ? 5 : v == 3 ? 3 : v == 4 ? 2 : 1; }

// Where most products spend their time: a step's offset in the instructions that load B saves one
// of 30 instructions, but takes code of its own.
constexpr bool pays_constant_step(int rows, int v, Storage a) {
  return rows >= 4 && v == 2 && a == Storage::rows;
}

using TileFunction = decltype(&multiply_tiles<1, 1, Storage::rows, false>);

// The tiles of 1, 2, ... rows. Called through a table because Binaryen inlines what has one caller,
// whatever its attributes say, and V8 spills registers where several loops share a function.
template <int V, Storage A, bool Packed>
constexpr auto tile_functions = []<int... R>(std::integer_sequence<int, R...>) {
  return std::array<TileFunction, sizeof...(R)>{
      multiply_tiles<R + 1, V, A, (Packed && pays_constant_step(R + 1, V, A))>...};
}(std::make_integer_sequence<int, tile_rows(V)>());

template <int V, Storage A>
void multiply_stack(Panel& p, int rows, int tiles) {
  const auto i = static_cast<std::size_t>(rows - 1);
  const TileFunction multiply =
      p.b_step == 4 * V ? tile_functions<V, A, true>[i] : tile_functions<V, A, false>[i];
  multiply(tiles, p.panels, p.k, p.a, p.a_stride, p.b, p.b_step, p.b_panel, p.start, p.start_row,
           p.c, p.c_row);
  p.skip_rows(static_cast<std::ptrdiff_t>(rows) * tiles, A);
}

// m rows in tiles of nearly equal height (6 rows are 3 + 3, not 5 + 1: a low tile has too few
// independent sums to hide the latency of an addition). The taller ones come first.
struct TileHeights {
  TileHeights(int m, int v) : tiles((m + tile_rows(v) - 1) / tile_rows(v)) {
    for (height = tile_rows(v); height * tiles > m;) --height;  // no division: it takes longer
    taller = m - height * tiles;
  }
  int of(int tile) const { return tile < taller ? height + 1 : height; }

  int tiles, height, taller;
};

// m rows by 4 V columns
template <int V, Storage A>
void multiply_panel(Panel p, int m) {
  const TileHeights t(m, V);
  if (t.taller > 0) multiply_stack<V, A>(p, t.height + 1, t.taller);
  multiply_stack<V, A>(p, t.height, t.tiles - t.taller);
}

}  // namespace lushan::kernels
