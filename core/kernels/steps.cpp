#include "kernels/steps.h"

#include <algorithm>

#include "kernels/batch_simd.h"
#include "kernels/row_simd.h"

namespace lushan::kernels {

void divide(float* sum, float count, std::size_t n) {
  map(sum, sum, n, [count](Batch v) { return v / Batch(count); });
}

void add_share(const float* dy, float count, float* dx, std::size_t n) {
  map(dy, dx, dx, n, [count](Batch d, Batch before) { return before + d / Batch(count); });
}

void take_greater(const float* x, float step, float* greatest, float* chosen, std::size_t n) {
  for (std::size_t i = 0; i < n; i += lanes) {
    const std::size_t count = std::min(lanes, n - i);
    const Batch value = load_some(x + i, count), best = load_some(greatest + i, count);
    const Mask greater = value > best;
    store_some(greatest + i, xsimd::select(greater, value, best), count);
    store_some(chosen + i, xsimd::select(greater, Batch(step), load_some(chosen + i, count)),
               count);
  }
}

void take_greater_backward(const float* dy, float step, const float* chosen, float* dx,
                           std::size_t n) {
  map(dy, chosen, dx, dx, n, [step](Batch d, Batch from, Batch before) {
    return before + xsimd::select(from == Batch(step), d, Batch(0.0f));
  });
}

}  // namespace lushan::kernels
