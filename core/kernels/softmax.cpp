#include "kernels/softmax.h"

#include "kernels/math_simd.h"
#include "kernels/row_simd.h"

namespace lushan::kernels {
namespace {

// The largest element; 0 for a row of -infinity only, which makes its exponentials 0.
float row_shift(const float* x, std::size_t n) {
  Batch m(minus_infinity);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) m = at_least(load(x + i), m);
  if (i < n) m = at_least(load_first(x + i, n - i, minus_infinity), m);
  const float shift = max_lane(m);
  return shift == minus_infinity ? 0.0f : shift;
}

// Sum of exp(x - shift)
float exp_sum(const float* x, std::size_t n, float shift) {
  return sum_row(n, [&](std::size_t i, std::size_t count) {
    return math::exp(load_some(x + i, count, minus_infinity) - Batch(shift));
  });
}

float log_of(float x) { return xsimd::log(Batch(x)).get(0); }

// y = softmax(x); returns what was subtracted and the sum of exponentials.
struct Row {
  float shift, sum;
};
Row softmax_row(const float* x, float* y, std::size_t n) {
  const float shift = row_shift(x, n);
  const float total = sum_row(n, [&](std::size_t i, std::size_t count) {
    const Batch e = math::exp(load_some(x + i, count, minus_infinity) - Batch(shift));
    store_some(y + i, e, count);
    return e;
  });
  const float inverse = total == 0.0f ? 0.0f : 1.0f / total;
  map<unrolled>(y, y, n, [s = Batch(inverse)](Batch e) { return e * s; });
  return {shift, total};
}

}  // namespace

void softmax_rows(const float* x, float* y, int rows, int cols) {
  const auto n = static_cast<std::size_t>(cols);
  for (int i = 0; i < rows; ++i, x += n, y += n) softmax_row(x, y, n);
}

void softmax_backward(const float* y, const float* dy, float* dx, int rows, int cols) {
  const auto n = static_cast<std::size_t>(cols);
  for (int i = 0; i < rows; ++i, y += n, dy += n, dx += n) {
    const float dot = sum_row(n, [&](std::size_t j, std::size_t count) {
      return load_some(y + j, count) * load_some(dy + j, count);
    });
    map<unrolled>(y, dy, dx, dx, n,
                  [s = Batch(dot)](Batch p, Batch g, Batch d) { return d + p * (g - s); });
  }
}

void log_softmax_rows(const float* x, float* y, int rows, int cols) {
  const auto n = static_cast<std::size_t>(cols);
  for (int i = 0; i < rows; ++i, x += n, y += n) {
    const float shift = row_shift(x, n);
    const float log_sum = log_of(exp_sum(x, n, shift));
    map(x, y, n, [shift, log_sum](Batch v) { return (v - Batch(shift)) - Batch(log_sum); });
  }
}

void log_softmax_backward(const float* y, const float* dy, float* dx, int rows, int cols) {
  const auto n = static_cast<std::size_t>(cols);
  for (int i = 0; i < rows; ++i, y += n, dy += n, dx += n) {
    const float total =
        sum_row(n, [&](std::size_t j, std::size_t count) { return load_some(dy + j, count); });
    map(y, dy, dx, dx, n,
        [s = Batch(total)](Batch v, Batch g, Batch d) { return d + (g - math::exp(v) * s); });
  }
}

void cross_entropy(const float* x, const float* label, float* loss, float* probability, int rows,
                   int cols, float smoothing) {
  const auto n = static_cast<std::size_t>(cols);
  for (int i = 0; i < rows; ++i, x += n, probability += n) {
    const Row row = softmax_row(x, probability, n);
    const float log_sum = log_of(row.sum);
    // -log p of the label, and the mean of -log p over all classes
    float value = log_sum - (x[static_cast<std::size_t>(label[i])] - row.shift);
    if (smoothing != 0.0f) {
      const float total = sum_row(n, [&](std::size_t j, std::size_t count) {
        return load_some(x + j, count, row.shift) - Batch(row.shift);
      });
      const float mean = log_sum - total / static_cast<float>(cols);
      value = (1.0f - smoothing) * value + smoothing * mean;
    }
    loss[i] = value;
  }
}

void cross_entropy_backward(const float* probability, const float* label, const float* dloss,
                            float* dx, int rows, int cols, float smoothing) {
  const auto n = static_cast<std::size_t>(cols);
  const Batch everywhere(smoothing / static_cast<float>(cols));
  for (int i = 0; i < rows; ++i, probability += n, dx += n) {
    map(probability, dx, dx, n,
        [everywhere, s = Batch(dloss[i])](Batch p, Batch d) { return d + (p - everywhere) * s; });
    dx[static_cast<std::size_t>(label[i])] -= (1.0f - smoothing) * dloss[i];
  }
}

}  // namespace lushan::kernels
