#pragma once

#include <cstddef>

#include "kernels/batch_simd.h"

// Folds over one row of a matrix.
namespace lushan::kernels {

// Sum of term(i, count) over the row's batches, lane l adding elements l, l+4, ..., then the lanes
// in order. term(i, count) gives elements i .. i+count-1 in its first lanes, 0 in the others.
template <class Term>
inline float sum_row(std::size_t n, Term term) {
  Batch total(0.0f);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) total = total + term(i, lanes);
  if (i < n) total = total + term(i, n - i);
  return add_lanes(total);
}

inline Batch load_some(const float* p, std::size_t count, float rest = 0.0f) {
  return count == lanes ? load(p) : load_first(p, count, rest);
}
inline void store_some(float* p, Batch v, std::size_t count) {
  count == lanes ? store(p, v) : store_first(p, v, count);
}

}  // namespace lushan::kernels
