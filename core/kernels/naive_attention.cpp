#include <algorithm>
#include <cmath>

#include "kernels/attention.h"
#include "kernels/scalar.h"

// The same results by the shortest loops, for tests to compare with.
namespace lushan::kernels::naive {
namespace {

// f(matrix, row, h, t) for every query of every head; row(x, s) is step s of x.
template <class F>
void for_each_query(const Heads& n, F f) {
  const int depth = n.heads * n.width;
  for (int b = 0; b < n.batch; ++b) {
    for (int h = 0; h < n.heads; ++h) {
      for (int t = 0; t < n.queries; ++t) {
        const auto row = [=](auto* x, int step) {
          return x + (step * n.batch + b) * depth + h * n.width;
        };
        f(((b * n.heads + h) * n.queries + t) * n.keys, row, b, h, t);
      }
    }
  }
}

}  // namespace

void attention_scores(const Heads& n, const float* q, const float* k, float scale, float* y) {
  for_each_query(n, [&](int at, auto row, int, int, int t) {
    for (int s = 0; s < n.keys; ++s) {
      float sum = 0;
      for (int d = 0; d < n.width; ++d) sum += row(q, t)[d] * row(k, s)[d];
      y[at + s] = scale * sum;
    }
  });
}

void attention_weights(const Heads& n, const Sight& sight, const float* x, float* y) {
  for_each_query(n, [&](int at, auto, int b, int, int t) {
    int count = 0;
    while (count < n.keys && (!sight.mask || sight.mask[count * n.batch + b] != 0) &&
           (!sight.causal || count <= sight.first + t)) {
      ++count;
    }
    std::fill_n(y + at, n.keys, 0.0f);
    if (count == 0) return;
    const double shift = *std::max_element(x + at, x + at + count);
    double total = 0;
    for (int s = 0; s < count; ++s) total += kernels::exp(x[at + s] - shift);
    for (int s = 0; s < count; ++s) {
      y[at + s] = static_cast<float>(kernels::exp(x[at + s] - shift) / total);
    }
  });
}

void attention_mix(const Heads& n, const Mix& mix, float* y) {
  for_each_query(n, [&](int at, auto row, int, int h, int t) {
    for (int d = 0; d < n.width; ++d) {
      float sum = 0;
      for (int s = 0; s < n.keys; ++s) {
        sum += mix.w[at + s] * (mix.drop ? mix.drop[at + s] : 1.0f) * row(mix.v, s)[d];
      }
      row(y, t)[d] = (mix.off >> h & 1) != 0 ? 0.0f : sum;
    }
  });
}

}  // namespace lushan::kernels::naive
