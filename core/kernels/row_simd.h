#pragma once

#include <algorithm>
#include <cstddef>

#include "kernels/batch_simd.h"

// Folds over one row of a matrix.
namespace lushan::kernels {

// Sum of term(i, count) over the row's batches: blocks of `row_block` elements, so that long rows
// lose no digits; within one lane l adds elements l, l+4, ..., then the lanes in order; then the
// blocks in order. term(i, count) gives elements i .. i+count-1 in its first lanes, 0 in the
// others.
inline constexpr std::size_t row_block = 512;
template <class Term>
inline float sum_row(std::size_t n, Term term) {
  float sum = 0;
  for (std::size_t i = 0; i < n;) {
    const std::size_t end = std::min(n, i + row_block);
    Batch total(0.0f);
    for (; i + lanes <= end; i += lanes) total = total + term(i, lanes);
    if (i < end) total = total + term(i, end - i);
    i = end;
    sum += add_lanes(total);
  }
  return sum;
}

inline Batch load_some(const float* p, std::size_t count, float rest = 0.0f) {
  return count == lanes ? load(p) : load_first(p, count, rest);
}
inline void store_some(float* p, Batch v, std::size_t count) {
  count == lanes ? store(p, v) : store_first(p, v, count);
}

}  // namespace lushan::kernels
