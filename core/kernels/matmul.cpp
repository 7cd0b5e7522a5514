#include "kernels/matmul.h"

#include <algorithm>
#include <numeric>

#include "kernels/matmul_tile_simd.h"
#include "kernels/transpose_simd.h"

namespace lushan::kernels {

void multiply_panels(const Part& p, Storage a, int v, int m) {
  multiply_panels_as<Lanes>(p, a, v, m);
}

void multiply_exchanged(const Part& p, int m, int n) { multiply_exchanged_as<Lanes>(p, m, n); }

namespace {

// A B of at most so many floats is used where it lies or, transposed, packed on the stack.
constexpr int direct_floats = 4096;
constexpr int block_depth = 256;    // steps of k to a packed block: a panel of 8 columns is 8 KiB
constexpr int block_columns = 512;  // columns to a packed block: it is 512 KiB
constexpr int block_rows = 120;     // rows that pass a packed block together: 120 KiB of A
constexpr int row_gap = 16;         // floats between the packed rows of a transposed A
constexpr int narrow = 4;           // fewer columns than one batch
constexpr int pays_packing = 32;    // columns: with fewer, a transposed A is used where it lies

#if defined(__wasm__)
constexpr auto multiply_panels_here = multiply_panels;
constexpr auto multiply_exchanged_here = multiply_exchanged;
#else
const bool has_avx = xsimd::available_architectures().has(xsimd::avx{});
const auto multiply_panels_here = has_avx ? multiply_panels_avx : multiply_panels;
const auto multiply_exchanged_here = has_avx ? multiply_exchanged_avx : multiply_exchanged;
#endif

// The columns of a panel from `skip` on; those before belong to another panel.
void multiply_right_part(Part p, Storage a, int v, int m, int skip) {
  constexpr int most = 40;
  float part[8 * most];
  const int columns = 4 * v;
  for (; m > 0; m -= most) {
    const int rows = std::min(most, m);
    Part piece = p;
    piece.c = part;
    piece.c_row = columns;
    multiply_panels_here(piece, a, v, rows);
    for (int i = 0; i < rows; ++i) {
      for (int j = skip; j < columns; ++j) p.c[i * p.c_row + j] = part[i * columns + j];
    }
    p.skip_rows(rows, a);
  }
}

Storage storage(bool transposed) { return transposed ? Storage::columns : Storage::rows; }

Part whole_product(const MatmulArgs& g) {
  return {g.k, g.a,  g.lda, g.b, g.ldb, g.accumulate ? g.c : g.bias, g.accumulate ? g.ldc : 0,
          g.c, g.ldc};
}

// `count` panels of v batches side by side from column j on. The first `skip` columns belong to the
// panel before.
struct Panels {
  int j, v, count, skip;
};

// The next of the panels that cover columns j .. end-1, end >= 4: `widest` batches at a time, then
// 2, then 1. The last may begin further left than it should.
Panels next_panels(int j, int end, int widest) {
  const int rest = end - j;
  for (const int v : {widest, 2}) {
    int count = 0;  // counted: a division takes as long as a small product
    for (int columns = 4 * v; columns <= rest; columns += 4 * v) ++count;
    if (count > 0) return {j, v, count, 0};
  }
  if (rest > 4 && end >= 8) return {end - 8, 2, 1, 8 - rest};
  if (rest >= 4) return {j, 1, 1, 0};
  return {end - 4, 1, 1, 4 - rest};
}
template <class F>
void cover(int begin, int end, int widest, F f) {
  for (int j = begin; j < end;) {
    const Panels panels = next_panels(j, end, widest);
    f(panels);
    j = panels.j + 4 * panels.v * panels.count;
  }
}
constexpr int overlap = 7;  // columns that cover may add

// f(j, v, skip) for each of them.
template <class F>
void each_panel(int begin, int end, int widest, F f) {
  cover(begin, end, widest, [&](const Panels& p) {
    for (int i = 0; i < p.count; ++i) f(p.j + 4 * p.v * i, p.v, p.skip);
  });
}

// These panels of all rows, p.b and p.b_panel already in place.
void multiply_columns(Part p, Storage a, int rows, const Panels& columns) {
  const auto [j, v, count, skip] = columns;
  p.panels = count;
  p.c += j;
  if (p.start) p.start += j;
  skip == 0 ? multiply_panels_here(p, a, v, rows) : multiply_right_part(p, a, v, rows, skip);
}

// Whether C has so few rows that packing a large B costs more than it saves. With few columns a
// transposed A is used where it lies, and little is saved.
bool are_few_rows(const MatmulArgs& g) {
  return g.m <= (!g.transpose_a ? 16 : g.n >= pays_packing ? 24 : 48);
}

// Whether a small B's packing repays. Its rows may lie so far apart that they push each other out
// of the first cache: rows of one example and head are mostly a power of two apart, and share a few
// of the cache's sets (64 of 8 lines of 64 bytes, on today's processors). Else it saves the tile's
// loop an instruction, and room in the first cache.
bool repays_packing(const MatmulArgs& g) {
  constexpr std::ptrdiff_t ways = 8, way = 1024;  // lines of a set; floats of all sets' first lines
  const int floats = g.n * g.k;
  if (floats > direct_floats || g.k > block_depth) return false;
  const bool crowded = g.m >= 10 && floats >= 256 && g.k > ways * (way / std::gcd(g.ldb, way));
  const bool many_rows =
      g.transpose_a ? g.m >= 64 && floats > direct_floats / 2 : g.m >= 32 && g.n >= 16 && g.k >= 32;
  return crowded || many_rows;
}

// Batches to a panel: few rows of C leave registers for more columns.
int widest(const MatmulArgs& g) { return g.m == 1 ? 8 : g.m == 2 ? 4 : g.m == 3 ? 3 : 2; }

// B in place, its rows along n.
void multiply_direct(const MatmulArgs& g) {
  Part p = whole_product(g);
  cover(0, g.n, widest(g), [&](const Panels& columns) {
    p.b = g.b + columns.j;
    p.b_panel = 4 * columns.v;
    multiply_columns(p, storage(g.transpose_a), g.m, columns);
  });
}

// Columns j .. j + 4 v - 1 of B from step p0 on, as k rows of 4 v.
[[gnu::noinline]] void pack_panel(const MatmulArgs& g, int p0, int k, int j, int v, float* to) {
  if (g.transpose_b) {
    transpose(g.b + static_cast<std::ptrdiff_t>(j) * g.ldb + p0, g.ldb, 4 * v, k, to, 4 * v);
    return;
  }
  const float* from = g.b + static_cast<std::ptrdiff_t>(p0) * g.ldb + j;
  if (v == 2) {  // most panels
    LUSHAN_UNROLL_BATCHES(unrolled)
    for (int p = 0; p < k; ++p, from += g.ldb, to += 8) {
      store(to, load(from));
      store(to + 4, load(from + 4));
    }
    return;
  }
  for (int p = 0; p < k; ++p, from += g.ldb) {
    for (int l = 0; l < v; ++l, to += 4) store(to, load(from + 4 * l));
  }
}

// A part of B that is packed together: columns j0 .. j1 - 1, k steps from p0 on.
struct Block {
  int j0, j1, p0, k;
};

// f(block) for all of B; C's sums go on from block to block of the same columns.
template <class F>
void each_block(const MatmulArgs& g, F f) {
  for (int j0 = 0; j0 < g.n; j0 += block_columns) {
    for (int p0 = 0; p0 < g.k; p0 += block_depth) {
      f(Block{j0, std::min(g.n, j0 + block_columns), p0, std::min(block_depth, g.k - p0)});
    }
  }
}

// Returns where the packed block ends.
float* pack_block(const MatmulArgs& g, const Block& block, float* to) {
  each_panel(block.j0, block.j1, widest(g), [&](int j, int v, int) {
    pack_panel(g, block.p0, block.k, j, v, to);
    to += 4 * v * block.k;
  });
  return to;
}

// Whether a transposed A is packed too, as rows, beside a large B.
bool packs_rows(const MatmulArgs& g) { return g.transpose_a && g.n >= pays_packing; }

// The rows of op(A) that a panel multiplies from the columns in which they are stored, k floats
// long. Between them is a cache line: rows a power of two apart would compete for the same sets.
void pack_rows(const Part& p, int rows, float* to) {
  transpose(p.a, p.a_stride, p.k, rows, to, p.k + row_gap);
}

// room: for packed rows of A, or null to use it where it lies.
const float* multiply_block(const MatmulArgs& g, const Block& block, const float* packed,
                            float* room) {
  Part p = whole_product(g);
  p.k = block.k;
  p.a += g.transpose_a ? static_cast<std::ptrdiff_t>(block.p0) * g.lda : block.p0;
  if (block.p0 > 0) {
    p.start = g.c;
    p.start_row = g.ldc;
  }
  for (int i = 0; i < g.m; i += block_rows) {
    const int rows = std::min(block_rows, g.m - i);
    const Storage stored = storage(g.transpose_a);
    p.b = packed;
    Part part = p;
    const bool packs = room && block.k >= 4;  // fewer steps cannot be transposed
    if (packs) {
      pack_rows(p, rows, room);
      part.a = room;
      part.a_stride = block.k + row_gap;
    }
    cover(block.j0, block.j1, widest(g), [&](const Panels& columns) {
      part.b = p.b;
      part.b_step = 4 * columns.v;
      part.b_panel = part.b_step * block.k;
      multiply_columns(part, packs ? Storage::rows : stored, rows, columns);
      p.b += part.b_panel * columns.count;
    });
    p.skip_rows(rows, stored);
  }
  return p.b;
}

void multiply_packed(const MatmulArgs& g, float* packed, float* room) {
  each_block(g, [&](const Block& block) {
    pack_block(g, block, packed);
    multiply_block(g, block, packed, room);
  });
}

// Not inlined, like the others below: most products need no such room on the stack.
[[gnu::noinline]] void multiply_packed_on_stack(const MatmulArgs& g) {
  float packed[direct_floats + overlap * block_depth];
  multiply_packed(g, packed, nullptr);
}

// Whether A^T B^T is small enough to be made as B A, both where they lie, with rows and columns of
// C exchanged.
bool repays_exchanging(const MatmulArgs& g) {
  return g.transpose_a && g.transpose_b && !g.accumulate && !g.bias && 4 <= g.n && g.n <= g.m &&
         8 <= g.m && g.m * g.k <= direct_floats;
}

[[gnu::noinline]] void multiply_both_transposed(const MatmulArgs& args) {
  const MatmulArgs g{.a = args.b,
                     .b = args.a,
                     .m = args.n,
                     .n = args.m,
                     .k = args.k,
                     .lda = args.ldb,
                     .ldb = args.lda};
  Part p{g.k, g.a, g.lda, g.b, g.ldb, nullptr, 0, args.c, args.ldc};
  float packed[direct_floats + overlap * block_depth];
  if (repays_packing(g)) {
    for (int j = 0; j < g.n; j += 8) {
      pack_panel(g, 0, g.k, std::min(j, g.n - 8), 2, packed + j * g.k);
    }
    p.b = packed;
    p.b_step = 8;
  }
  multiply_exchanged_here(p, g.m, g.n);
}

// Fewer than four columns: the transposed product, 4 v rows of C at a time as columns.
[[gnu::noinline]] void multiply_narrow(const MatmulArgs& g) {
  each_panel(0, g.m, g.n == 3 ? 3 : 4, [&](int i, int v, int skip) {
    float packed[16 * block_depth], columns[3 * 16];
    const int rows = 4 * v;
    float* c = g.c + static_cast<std::ptrdiff_t>(i) * g.ldc;
    for (int j = 0; j < g.n; ++j) {
      for (int r = 0; r < rows; ++r) {
        columns[j * rows + r] = g.accumulate ? c[r * g.ldc + j] : g.bias ? g.bias[j] : 0.0f;
      }
    }
    for (int p0 = 0; p0 < g.k; p0 += block_depth) {
      const int k = std::min(block_depth, g.k - p0);
      Part p{k, nullptr, g.ldb, packed, rows, columns, rows, columns, rows};
      p.a = g.transpose_b ? g.b + p0 : g.b + static_cast<std::ptrdiff_t>(p0) * g.ldb;
      if (g.transpose_a) {
        p.b = g.a + static_cast<std::ptrdiff_t>(p0) * g.lda + i;
        p.b_step = g.lda;
      } else {
        transpose(g.a + static_cast<std::ptrdiff_t>(i) * g.lda + p0, g.lda, rows, k, packed, rows);
      }
      multiply_panels_here(p, storage(!g.transpose_b), v, g.n);
    }
    for (int j = 0; j < g.n; ++j) {
      for (int r = skip; r < rows; ++r) c[r * g.ldc + j] = columns[j * rows + r];
    }
  });
}

// Too small for any of the above to pay.
void multiply_scalar(const MatmulArgs& g) {
  const std::ptrdiff_t a_row = g.transpose_a ? 1 : g.lda, a_step = g.transpose_a ? g.lda : 1;
  const std::ptrdiff_t b_step = g.transpose_b ? 1 : g.ldb, b_column = g.transpose_b ? g.ldb : 1;
  for (int i = 0; i < g.m; ++i) {
    float* c = g.c + static_cast<std::ptrdiff_t>(i) * g.ldc;
    for (int j = 0; j < g.n; ++j) {
      const float *a = g.a + i * a_row, *b = g.b + j * b_column;
      float sum = g.accumulate ? c[j] : g.bias ? g.bias[j] : 0.0f;
      for (int p = 0; p < g.k; ++p) sum += a[p * a_step] * b[p * b_step];
      c[j] = sum;
    }
  }
}

// Adds the bias to C first where C itself is added to.
MatmulArgs with_bias_added(MatmulArgs g) {
  if (!g.accumulate || !g.bias) return g;
  for (int i = 0; i < g.m; ++i) {
    float* row = g.c + static_cast<std::ptrdiff_t>(i) * g.ldc;
    for (int j = 0; j < g.n; ++j) row[j] += g.bias[j];
  }
  g.bias = nullptr;
  return g;
}

}  // namespace

std::size_t matmul_scratch(int m, int n, int k) {
  const auto floats = static_cast<std::size_t>(n) * static_cast<std::size_t>(k);
  if (n < narrow || floats <= direct_floats) return 0;
  const int rows = n >= pays_packing ? std::min(m, block_rows) : 0;  // of a transposed A
  const auto depth = static_cast<std::size_t>(std::min(k, block_depth));
  return static_cast<std::size_t>(std::min(n, block_columns) + overlap) * depth +
         static_cast<std::size_t>(rows) * (depth + row_gap);
}

void matmul(const MatmulArgs& args, float* scratch) {
  MatmulArgs g = with_bias_added(args);
  if (g.transpose_b && g.k == 1 && g.ldb == 1) {  // a column is a row
    g.transpose_b = false;
    g.ldb = g.n;
  }
  if (g.n < narrow) {
    // below so many steps packing costs more than it saves (measured in Node)
    const int fewest = g.transpose_a ? 64 : 256;
    const bool tiny = g.m < narrow || g.m * g.k < fewest;
    tiny ? multiply_scalar(g) : multiply_narrow(g);
  } else if (repays_exchanging(g)) {
    multiply_both_transposed(g);
  } else if (!g.transpose_b && (are_few_rows(g) || matmul_scratch(g.m, g.n, g.k) == 0)) {
    repays_packing(g) ? multiply_packed_on_stack(g) : multiply_direct(g);
  } else if (matmul_scratch(g.m, g.n, g.k) == 0) {
    multiply_packed_on_stack(g);
  } else {
    const int columns = std::min(g.n, block_columns) + overlap;
    float* const room = scratch + static_cast<std::ptrdiff_t>(columns) * std::min(g.k, block_depth);
    multiply_packed(g, scratch, packs_rows(g) ? room : nullptr);
  }
}

std::size_t packed_size(int n, int k) {
  const int blocks = (n + block_columns - 1) / block_columns;
  return static_cast<std::size_t>(n + blocks * overlap) * static_cast<std::size_t>(k);
}

void pack(const MatmulArgs& g, float* packed) {
  if (g.n < narrow) return;
  each_block(g, [&](const Block& block) { packed = pack_block(g, block, packed); });
}

void matmul_packed(const MatmulArgs& args, const float* packed) {
  if (args.n < narrow) {  // nothing of these was packed, nor is scratch needed
    matmul(args, nullptr);
    return;
  }
  const MatmulArgs g = with_bias_added(args);
  each_block(g, [&](const Block& block) { packed = multiply_block(g, block, packed, nullptr); });
}

}  // namespace lushan::kernels
