#include "kernels/matmul.h"

#include <algorithm>

#include "kernels/matmul_tile_simd.h"
#include "kernels/transpose_simd.h"

namespace lushan::kernels {
namespace {

constexpr int direct_floats = 4096;  // a B of at most so many is used from where it lies
constexpr int depth = 256;           // steps of k to a packed block: a panel of B is 8 KiB
constexpr int width = 512;  // columns to a packed block: 512 KiB, in the second-level cache
constexpr int narrow = 4;   // fewer columns than one batch

// f(j, v, skip) for panels of v batches that cover columns [begin, n) of n >= 4: the last one may
// begin further left, its first `skip` columns being the previous panel's.
template <class F>
void for_panels(int begin, int end, F f) {
  int j = begin;
  for (; j + 8 <= end; j += 8) f(j, 2, 0);
  const int rest = end - j;
  if (rest > 4 && end >= 8) {
    f(end - 8, 2, 8 - rest);
  } else {
    if (rest >= 4) f(j, 1, 0);
    if (rest % 4 != 0) f(end - 4, 1, 4 - rest % 4);
  }
}

void multiply(const Tile& t, Storage a, int v, int m) {
  if (a == Storage::rows) {
    v == 2 ? multiply_panel<2, Storage::rows>(t, m) : multiply_panel<1, Storage::rows>(t, m);
  } else {
    v == 2 ? multiply_panel<2, Storage::columns>(t, m) : multiply_panel<1, Storage::columns>(t, m);
  }
}

Tile whole_product(const MatmulArgs& g) {
  Tile t{};
  t.a = g.a;
  t.a_stride = g.lda;
  t.b = g.b;
  t.b_step = g.ldb;
  t.c = g.c;
  t.c_row = g.ldc;
  t.k = g.k;
  t.start = g.accumulate ? g.c : g.bias;
  t.start_row = g.accumulate ? g.ldc : 0;
  return t;
}

Tile at_column(Tile t, int j, int skip) {
  t.b += j;
  t.c += j;
  if (t.start) t.start += j;
  t.skip = skip;
  return t;
}

Storage storage(const MatmulArgs& g) { return g.transpose_a ? Storage::columns : Storage::rows; }

// B in place, its rows along n.
void multiply_direct(const MatmulArgs& g) {
  const Tile t = whole_product(g);
  for_panels(0, g.n,
             [&](int j, int v, int skip) { multiply(at_column(t, j, skip), storage(g), v, g.m); });
}

void multiply_transposed(MatmulArgs g) {
  float b[direct_floats];
  transpose(g.b, g.ldb, g.n, g.k, b, g.n);
  g.b = b;
  g.ldb = g.n;
  multiply_direct(g);
}

void multiply_packed(const MatmulArgs& g, float* scratch) {
  for (int j0 = 0; j0 < g.n; j0 += width) {
    const int j1 = std::min(g.n, j0 + width);
    for (int p0 = 0; p0 < g.k; p0 += depth) {
      Tile t = whole_product(g);
      t.k = std::min(depth, g.k - p0);
      t.a += g.transpose_a ? static_cast<std::ptrdiff_t>(p0) * g.lda : p0;
      if (p0 > 0) {
        t.start = g.c;
        t.start_row = g.ldc;
      }
      t.b_step = 8;
      float* panel = scratch;
      for_panels(j0, j1, [&](int j, int v, int skip) {
        if (g.transpose_b) {
          transpose(g.b + static_cast<std::ptrdiff_t>(j) * g.ldb + p0, g.ldb, 4 * v, t.k, panel, 8);
        } else {
          const float* from = g.b + static_cast<std::ptrdiff_t>(p0) * g.ldb + j;
          for (int p = 0; p < t.k; ++p, from += g.ldb) {
            store(panel + 8 * p, load(from));
            if (v == 2) store(panel + 8 * p + 4, load(from + 4));
          }
        }
        Tile part = at_column(t, j, skip);
        part.b = panel;
        multiply(part, storage(g), v, g.m);
      });
    }
  }
}

// Fewer than four columns.
void multiply_narrow(const MatmulArgs& g) {
  for (int i = 0; i < g.m; ++i) {
    for (int j = 0; j < g.n; ++j) {
      float& c = g.c[static_cast<std::ptrdiff_t>(i) * g.ldc + j];
      float sum = g.accumulate ? c : g.bias ? g.bias[j] : 0.0f;
      const float* a = g.transpose_a ? g.a + i : g.a + static_cast<std::ptrdiff_t>(i) * g.lda;
      const float* b = g.transpose_b ? g.b + static_cast<std::ptrdiff_t>(j) * g.ldb : g.b + j;
      const std::ptrdiff_t a_step = g.transpose_a ? g.lda : 1, b_step = g.transpose_b ? 1 : g.ldb;
      for (int p = 0; p < g.k; ++p) sum += a[p * a_step] * b[p * b_step];
      c = sum;
    }
  }
}

}  // namespace

std::size_t matmul_scratch(int m, int n, int k) {
  (void)m;
  if (n < narrow || n * k <= direct_floats) return 0;
  return 8 * static_cast<std::size_t>(std::min(k, depth));
}

void matmul(const MatmulArgs& args, float* scratch) {
  MatmulArgs g = args;
  if (g.accumulate && g.bias) {
    for (int i = 0; i < g.m; ++i) {
      float* row = g.c + static_cast<std::ptrdiff_t>(i) * g.ldc;
      for (int j = 0; j < g.n; ++j) row[j] += g.bias[j];
    }
    g.bias = nullptr;
  }
  if (g.transpose_b && g.k == 1 && g.ldb == 1) {  // a column is a row
    g.transpose_b = false;
    g.ldb = g.n;
  }
  if (g.n < narrow) {
    multiply_narrow(g);
  } else if (g.n * g.k <= direct_floats) {
    g.transpose_b ? multiply_transposed(g) : multiply_direct(g);
  } else {
    multiply_packed(g, scratch);
  }
}

}  // namespace lushan::kernels
