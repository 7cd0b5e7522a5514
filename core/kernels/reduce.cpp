#include "kernels/reduce.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/batch_simd.h"
#include "kernels/transpose_simd.h"

namespace lushan::kernels {
namespace {

// term(i) is element i's contribution; see reduce.h for the order.
template <class Term>
double sum_blocks(std::size_t n, Term term) {
  double total = 0;
  for (std::size_t begin = 0; begin < n; begin += reduction_block) {
    const std::size_t end = std::min(n, begin + reduction_block);
    double lane[4] = {0, 0, 0, 0};
    std::size_t i = begin;
    for (; i + 4 <= end; i += 4) {
      for (std::size_t l = 0; l < 4; ++l) lane[l] += term(i + l);
    }
    for (std::size_t l = 0; i < end; ++i, ++l) lane[l] += term(i);
    total += ((lane[0] + lane[1]) + lane[2]) + lane[3];
  }
  return total;
}

bool finite(Batch v) { return xsimd::all((v - v) == Batch(0.0f)); }

}  // namespace

double sum(const float* x, std::size_t n) {
  return sum_blocks(n, [x](std::size_t i) { return static_cast<double>(x[i]); });
}

double mean(const float* x, std::size_t n) { return sum(x, n) / static_cast<double>(n); }

double dot(const float* a, const float* b, std::size_t n) {
  return sum_blocks(
      n, [a, b](std::size_t i) { return static_cast<double>(a[i]) * static_cast<double>(b[i]); });
}

double sum_squares(const float* x, std::size_t n) { return dot(x, x, n); }

float max(const float* x, std::size_t n) {
  constexpr float lowest = -std::numeric_limits<float>::infinity();
  Batch m(lowest);
  Mask bad(false);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const Batch v = load(x + i);
    bad = bad | (v != v);
    m = at_least(m, v);
  }
  if (i < n) {
    const Batch v = load_first(x + i, n - i, lowest);
    bad = bad | (v != v);
    m = at_least(m, v);
  }
  return xsimd::any(bad) ? std::numeric_limits<float>::quiet_NaN() : max_lane(m);
}

std::size_t first_non_finite(const float* x, std::size_t n) {
  std::size_t i = 0;
  while (i + lanes <= n && finite(load(x + i))) i += lanes;
  while (i < n && std::isfinite(x[i])) ++i;
  return i;
}

bool all_finite(const float* x, std::size_t n) { return first_non_finite(x, n) == n; }

void sum_rows(const float* x, float* sums, int rows, int cols) {
  const auto stride = static_cast<std::size_t>(cols), count = static_cast<std::size_t>(rows);
  std::size_t j = 0;
  for (; j + 4 * lanes <= stride; j += 4 * lanes) {
    Batch s[4] = {load(sums + j), load(sums + j + lanes), load(sums + j + 2 * lanes),
                  load(sums + j + 3 * lanes)};
    for (std::size_t i = 0; i < count; ++i) {
      const float* row = x + i * stride + j;
      for (std::size_t v = 0; v < 4; ++v) s[v] = s[v] + load(row + v * lanes);
    }
    for (std::size_t v = 0; v < 4; ++v) store(sums + j + v * lanes, s[v]);
  }
  for (; j + lanes <= stride; j += lanes) {
    Batch s = load(sums + j);
    for (std::size_t i = 0; i < count; ++i) s = s + load(x + i * stride + j);
    store(sums + j, s);
  }
  for (; j < stride; ++j) {
    float s = sums[j];
    for (std::size_t i = 0; i < count; ++i) s += x[i * stride + j];
    sums[j] = s;
  }
}

// Four rows to the lanes of a batch, and two such batches, so that their sums overlap.
void sum_columns(const float* x, float* sums, int rows, int cols) {
  constexpr int together = 8;
  for (; rows >= together; rows -= together, x += together * cols, sums += together) {
    Batch low(0.0f), high(0.0f);
    float part[4 * together];
    int j = 0;
    for (; j + 4 <= cols; j += 4) {
      transpose(x + j, cols, together, 4, part, together);
      for (int p = 0; p < 4; ++p) {
        low = low + load(part + p * together);
        high = high + load(part + p * together + 4);
      }
    }
    for (; j < cols; ++j) {
      low = low + Batch(x[j], x[cols + j], x[2 * cols + j], x[3 * cols + j]);
      high = high + Batch(x[4 * cols + j], x[5 * cols + j], x[6 * cols + j], x[7 * cols + j]);
    }
    store(sums, load(sums) + low);
    store(sums + 4, load(sums + 4) + high);
  }
  naive::sum_columns(x, sums, rows, cols);
}

}  // namespace lushan::kernels
