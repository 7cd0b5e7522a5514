#include "kernels/additive.h"

#include "kernels/math_simd.h"
#include "kernels/row_simd.h"
#include "kernels/scalar.h"

namespace lushan::kernels {
namespace {

// f(row of q, row of k, place in y) for every pair of an example, in the order of y
template <class F>
void each_pair(AdditiveShape s, F f) {
  std::size_t at = 0;
  for (int b = 0; b < s.batch; ++b) {
    for (int t = 0; t < s.queries; ++t) {
      for (int k = 0; k < s.keys; ++k) {
        f(static_cast<std::size_t>(t * s.batch + b) * static_cast<std::size_t>(s.width),
          static_cast<std::size_t>(k * s.batch + b) * static_cast<std::size_t>(s.width), at++);
      }
    }
  }
}

}  // namespace

void additive_scores(AdditiveShape s, const float* q, const float* k, const float* v, float* y,
                     float* squashed) {
  const auto n = static_cast<std::size_t>(s.width);
  each_pair(s, [&](std::size_t query, std::size_t key, std::size_t at) {
    float* out = squashed + at * n;
    y[at] = sum_row(n, [&](std::size_t i, std::size_t count) {
      const Batch sum = load_some(q + query + i, count) + load_some(k + key + i, count);
      const Batch value = math::tanh(sum);
      store_some(out + i, value, count);
      return value * load_some(v + i, count);
    });
  });
}

void additive_scores_backward(AdditiveShape s, const float* v, const float* squashed,
                              const float* dy, float* dq, float* dk, float* dv) {
  const auto n = static_cast<std::size_t>(s.width);
  const auto add = [](float* to, Batch value, std::size_t count) {
    store_some(to, load_some(to, count) + value, count);
  };
  each_pair(s, [&](std::size_t query, std::size_t key, std::size_t at) {
    const Batch d(dy[at]);
    const auto step = [&](std::size_t i, std::size_t count) {
      const Batch value = load_some(squashed + at * n + i, count);
      const Batch slope = d * load_some(v + i, count) * (Batch(1.0f) - value * value);
      if (dq) add(dq + query + i, slope, count);
      if (dk) add(dk + key + i, slope, count);
      if (dv) add(dv + i, d * value, count);
    };
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) step(i, lanes);
    if (i < n) step(i, n - i);
  });
}

namespace naive {

void additive_scores(AdditiveShape s, const float* q, const float* k, const float* v, float* y) {
  each_pair(s, [&](std::size_t query, std::size_t key, std::size_t at) {
    double sum = 0;
    for (int i = 0; i < s.width; ++i) {
      sum += static_cast<double>(v[i]) *
             static_cast<double>(kernels::tanh(q[query + static_cast<std::size_t>(i)] +
                                               k[key + static_cast<std::size_t>(i)]));
    }
    y[at] = static_cast<float>(sum);
  });
}

}  // namespace naive

}  // namespace lushan::kernels
