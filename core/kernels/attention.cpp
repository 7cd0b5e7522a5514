#include "kernels/attention.h"

#include <algorithm>
#include <cstdlib>

#include "kernels/elementwise.h"
#include "kernels/math_simd.h"
#include "kernels/matmul.h"
#include "kernels/row_simd.h"

namespace lushan::kernels {
namespace {

int row_stride(const Heads& n) { return n.batch * n.heads * n.width; }
std::size_t tile_size(const Heads& n) {
  return static_cast<std::size_t>(n.queries) * static_cast<std::size_t>(n.keys);
}

// f(rows, tile, head): where the rows of one example's head begin in q, k, v or y, and where its
// matrix begins in scores or weights.
template <class F>
void for_each_head(const Heads& n, F f) {
  std::size_t rows = 0, tile = 0;
  for (int b = 0; b < n.batch; ++b) {
    for (int h = 0; h < n.heads; ++h) {
      f(rows, tile, h);
      rows += static_cast<std::size_t>(n.width);
      tile += tile_size(n);
    }
  }
}

// Keys that example b's mask lets through.
int unmasked(const Heads& n, const float* mask, int b) {
  if (!mask) return n.keys;
  int s = 0;
  while (s < n.keys && mask[s * n.batch + b] != 0) ++s;
  return s;
}

// f(row, count) for each row of scores or weights: where it begins, and how many keys are in sight.
template <class F>
void for_each_row(const Heads& n, const Sight& sight, F f) {
  std::size_t row = 0;
  for (int b = 0; b < n.batch; ++b) {
    const int most = unmasked(n, sight.mask, b);
    for (int h = 0; h < n.heads; ++h) {
      for (int t = 0; t < n.queries; ++t, row += static_cast<std::size_t>(n.keys)) {
        f(row, static_cast<std::size_t>(sight.causal ? std::min(most, sight.first + t + 1) : most));
      }
    }
  }
}

// Elements i .. i+3 of a row of which `count` are in sight, `rest` in place of the others. There
// are `columns` in memory.
Batch load_seen(const float* x, std::size_t i, std::size_t count, std::size_t columns, float rest) {
  if (i + lanes <= count) return load(x + i);
  if (i + lanes > columns) return load_first(x + i, count - i, rest);
  const Mask seen = Batch(0, 1, 2, 3) < Batch(static_cast<float>(count - i));
  return xsimd::select(seen, load(x + i), Batch(rest));
}

// y = exp(x - max) / sum over the first `count` columns, 0 in the others, to the bits of
// softmax_rows (of a row of one row_block).
void softmax_seen(const float* x, float* y, std::size_t count, std::size_t columns) {
  const std::size_t whole = count / lanes * lanes;  // the rest is one batch, partly in sight
  const std::size_t width = std::min(lanes, columns - whole);
  Batch m(minus_infinity), last(minus_infinity);
  if (whole < count) m = last = load_seen(x, whole, count, columns, minus_infinity);
  for (std::size_t i = 0; i < whole; i += lanes) m = at_least(load(x + i), m);
  const Batch shift(count == 0 ? 0.0f : max_lane(m));
  Batch sum(0.0f);
  for (std::size_t i = 0; i < whole; i += lanes) {
    const Batch e = math::exp(load(x + i) - shift);
    store(y + i, e);
    sum = sum + e;
  }
  if (whole < count) {
    last = math::exp(last - shift);
    sum = sum + last;
  }
  const float total = add_lanes(sum);
  const Batch inverse(total == 0.0f ? 0.0f : 1.0f / total);
  for (std::size_t i = 0; i < whole; i += lanes) store(y + i, load(y + i) * inverse);
  std::size_t end = whole;
  if (whole < count) {
    store_some(y + whole, last * inverse, width);
    end += width;
  }
  if (end < columns) fill(y + end, 0, columns - end);
}

// dx [+]= y (dy - sum of y dy); y is 0 beyond `count`
void softmax_seen_backward(const float* y, const float* dy, Into dx, std::size_t count,
                           std::size_t columns) {
  const std::size_t n = std::min(columns, (count + lanes - 1) / lanes * lanes);
  const float dot = sum_row(n, [&](std::size_t i, std::size_t width) {
    return load_some(y + i, width) * load_some(dy + i, width);
  });
  const Batch s(dot);
  if (dx.add) {
    map<unrolled>(y, dy, dx.at, dx.at, n,
                  [s](Batch p, Batch g, Batch d) { return d + p * (g - s); });
  } else {
    map<unrolled>(y, dy, dx.at, n, [s](Batch p, Batch g) { return Batch(0.0f) + p * (g - s); });
    fill(dx.at + n, 0, columns - n);
  }
}

// The product with transposed k or v, (T, dk) (dk, S), into one head's matrix.
void multiply_rows(const Heads& n, const float* a, const float* b, float* c, bool accumulate,
                   float* scratch) {
  matmul({.a = a,
          .b = b,
          .c = c,
          .m = n.queries,
          .n = n.keys,
          .k = n.width,
          .lda = row_stride(n),
          .ldb = row_stride(n),
          .ldc = n.keys,
          .transpose_b = true,
          .accumulate = accumulate},
         scratch);
}

// One head's rows of an array that begins there.
void clear_rows(const Heads& n, int rows, float* y) {
  for (int t = 0; t < rows; ++t) {
    std::fill_n(y + static_cast<std::ptrdiff_t>(t) * row_stride(n), n.width, 0.0f);
  }
}

// One head's matrix times rows of k or v, (T, S) (S, dk).
void multiply_matrix(const Heads& n, const float* a, const float* b, float* c, bool accumulate,
                     float* scratch) {
  matmul({.a = a,
          .b = b,
          .c = c,
          .m = n.queries,
          .n = n.width,
          .k = n.keys,
          .lda = n.keys,
          .ldb = row_stride(n),
          .ldc = row_stride(n),
          .accumulate = accumulate},
         scratch);
}

// One head's matrix, transposed, times rows of q or dy, (S, T) (T, dk).
void multiply_transposed(const Heads& n, const float* a, const float* b, float* c, bool accumulate,
                         float* scratch) {
  matmul({.a = a,
          .b = b,
          .c = c,
          .m = n.keys,
          .n = n.width,
          .k = n.queries,
          .lda = n.keys,
          .ldb = row_stride(n),
          .ldc = row_stride(n),
          .transpose_a = true,
          .accumulate = accumulate},
         scratch);
}

}  // namespace

std::size_t attention_scratch(const Heads& n) {
  return tile_size(n) + std::max({matmul_scratch(n.queries, n.keys, n.width),
                                  matmul_scratch(n.queries, n.width, n.keys),
                                  matmul_scratch(n.keys, n.width, n.queries)});
}

void attention_scores(const Heads& n, const float* q, const float* k, float scale, float* y,
                      float* scratch) {
  for_each_head(n, [&](std::size_t rows, std::size_t tile, int) {
    multiply_rows(n, q + rows, k + rows, y + tile, false, scratch);
    if (scale != 1.0f) kernels::scale(y + tile, scale, y + tile, tile_size(n));
  });
}

void attention_scores_backward(const Heads& n, const float* q, const float* k, float scale,
                               const float* dy, Into dq, Into dk, float* scratch) {
  float* const scaled = scratch;
  scratch += tile_size(n);
  for_each_head(n, [&](std::size_t rows, std::size_t tile, int) {
    kernels::scale(dy + tile, scale, scaled, tile_size(n));
    if (dq.at) multiply_matrix(n, scaled, k + rows, dq.at + rows, dq.add, scratch);
    if (dk.at) multiply_transposed(n, scaled, q + rows, dk.at + rows, dk.add, scratch);
  });
}

void add_distance_bias(const Heads& n, const float* slopes, int first, float* y) {
  for_each_head(n, [&](std::size_t, std::size_t tile, int h) {
    float* row = y + tile;
    for (int t = first; t < first + n.queries; ++t) {
      for (int s = 0; s < n.keys; ++s) *row++ -= slopes[h] * static_cast<float>(std::abs(t - s));
    }
  });
}

void attention_weights(const Heads& n, const Sight& sight, const float* x, float* y) {
  for_each_row(n, sight, [&](std::size_t row, std::size_t count) {
    softmax_seen(x + row, y + row, count, static_cast<std::size_t>(n.keys));
  });
}

void attention_weights_backward(const Heads& n, const Sight& sight, const float* y, const float* dy,
                                Into dx) {
  for_each_row(n, sight, [&](std::size_t row, std::size_t count) {
    softmax_seen_backward(y + row, dy + row, {dx.at + row, dx.add}, count,
                          static_cast<std::size_t>(n.keys));
  });
}

void attention_mix(const Heads& n, const Mix& mix, float* y, float* scratch) {
  float* const dropped = scratch;
  scratch += tile_size(n);
  for_each_head(n, [&](std::size_t rows, std::size_t tile, int h) {
    if ((mix.off >> h & 1) != 0) {
      clear_rows(n, n.queries, y + rows);
      return;
    }
    const float* w = mix.w + tile;
    if (mix.drop) {
      multiply(w, mix.drop + tile, dropped, tile_size(n));
      w = dropped;
    }
    multiply_matrix(n, w, mix.v + rows, y + rows, false, scratch);
  });
}

void attention_mix_backward(const Heads& n, const Mix& mix, const float* dy, Into dw, Into dv,
                            float* scratch) {
  float* const dropped = scratch;
  scratch += tile_size(n);
  for_each_head(n, [&](std::size_t rows, std::size_t tile, int h) {
    const bool off = (mix.off >> h & 1) != 0;
    if (dw.at) {
      if (!dw.add && (off || mix.drop)) fill(dw.at + tile, 0, tile_size(n));
      if (!off && !mix.drop) {
        multiply_rows(n, dy + rows, mix.v + rows, dw.at + tile, dw.add, scratch);
      } else if (!off) {
        multiply_rows(n, dy + rows, mix.v + rows, dropped, false, scratch);
        multiply_into(dw.at + tile, dropped, mix.drop + tile, tile_size(n));
      }
    }
    if (dv.at) {
      const float* w = mix.w + tile;
      if (off) {
        if (!dv.add) clear_rows(n, n.keys, dv.at + rows);
        return;
      }
      if (mix.drop) {
        multiply(w, mix.drop + tile, dropped, tile_size(n));
        w = dropped;
      }
      multiply_transposed(n, w, dy + rows, dv.at + rows, dv.add, scratch);
    }
  });
}

}  // namespace lushan::kernels
