#include "kernels/random.h"

#include <algorithm>

#include "kernels/math_simd.h"

namespace lushan::kernels {

void fill_uniform(Rng& rng, std::span<float> x, float lo, float hi) {
  for (float& v : x) v = rng.uniform(lo, hi);
}

void fill_normal(Rng& rng, std::span<float> x, float mean, float deviation) {
  alignas(16) float pair[2 * lanes], value[2 * lanes];
  for (std::size_t i = 0; i < x.size(); i += 2 * lanes) {
    for (float& u : pair) u = rng.uniform();
    const Batch u(Batch::load_aligned(pair)), v(Batch::load_aligned(pair + lanes));
    // 1 - u lies in (0, 1], so that its logarithm is finite
    const Batch radius = xsimd::sqrt(Batch(-2.0f) * xsimd::log(Batch(1.0f) - u));
    const math::SineCosine angle = math::sine_cosine(Batch(6.28318531f) * v);
    const Batch m(mean), d(deviation);
    (m + d * (radius * angle.cosine)).store_aligned(value);
    (m + d * (radius * angle.sine)).store_aligned(value + lanes);
    const std::size_t count = std::min(x.size() - i, 2 * lanes);
    std::copy_n(value, count, x.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void dropout_mask(Rng& rng, float rate, float* mask, std::size_t n) {
  const float kept = 1.0f / (1.0f - rate);
  for (std::size_t i = 0; i < n; ++i) mask[i] = rng.uniform() < rate ? 0.0f : kept;
}

}  // namespace lushan::kernels
