#include "kernels/normalize.h"

#include <cmath>

#include "kernels/row_simd.h"

namespace lushan::kernels {
namespace {

Batch load_or(const float* p, std::size_t at, std::size_t count, float otherwise) {
  return p ? load_some(p + at, count) : Batch(otherwise);
}

template <class F>
void each_pack(std::size_t n, F f) {
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) f(i, lanes);
  if (i < n) f(i, n - i);
}

}  // namespace

void normalize_rows(const float* x, const float* gamma, const float* beta, float* y, float* stats,
                    int rows, int cols, float eps, bool centered) {
  const auto n = static_cast<std::size_t>(cols);
  const auto count_all = static_cast<float>(cols);
  for (int r = 0; r < rows; ++r, x += n, y += n, stats += 2) {
    const float mean =
        centered ? sum_row(n, [&](std::size_t i,
                                  std::size_t count) { return load_some(x + i, count); }) /
                       count_all
                 : 0.0f;
    const float squares = sum_row(n, [&](std::size_t i, std::size_t count) {
      const Batch d = load_some(x + i, count, mean) - Batch(mean);
      return d * d;
    });
    const float scale = 1.0f / std::sqrt(squares / count_all + eps);
    stats[0] = mean;
    stats[1] = scale;
    each_pack(n, [&](std::size_t i, std::size_t count) {
      const Batch hat = (load_some(x + i, count) - Batch(mean)) * Batch(scale);
      store_some(y + i, hat * load_or(gamma, i, count, 1.0f) + load_or(beta, i, count, 0.0f),
                 count);
    });
  }
}

// With x^ = (x - mean) s and d = dy gamma: dx = s (d - mean(d) - x^ mean(d x^)); without centering
// the mean of d stays.
void normalize_rows_backward(const float* x, const float* gamma, const float* stats,
                             const float* dy, Into dx, float* dgamma, float* dbeta, int rows,
                             int cols, bool centered) {
  const auto n = static_cast<std::size_t>(cols);
  const auto count_all = static_cast<float>(cols);
  for (int r = 0; r < rows; ++r, x += n, dy += n, stats += 2) {
    const Batch mean(stats[0]), scale(stats[1]);
    const auto hat = [&](std::size_t i, std::size_t count) {
      return (load_some(x + i, count, stats[0]) - mean) * scale;
    };
    const auto d = [&](std::size_t i, std::size_t count) {
      return load_some(dy + i, count) * load_or(gamma, i, count, 1.0f);
    };
    each_pack(n, [&](std::size_t i, std::size_t count) {
      const Batch g = load_some(dy + i, count);
      if (dgamma) {
        store_some(dgamma + i, load_some(dgamma + i, count) + g * hat(i, count), count);
      }
      if (dbeta) store_some(dbeta + i, load_some(dbeta + i, count) + g, count);
    });
    if (!dx.at) continue;
    const Batch mean_d(centered ? sum_row(n, d) / count_all : 0.0f);
    const Batch along(
        sum_row(n, [&](std::size_t i, std::size_t count) { return d(i, count) * hat(i, count); }) /
        count_all);
    each_pack(n, [&](std::size_t i, std::size_t count) {
      const Batch change = scale * (d(i, count) - mean_d - hat(i, count) * along);
      const Batch before = dx.add ? load_some(dx.at + i, count) : Batch(0.0f);
      store_some(dx.at + i, before + change, count);
    });
    dx.at += n;
  }
}

namespace naive {

void normalize_rows(const float* x, const float* gamma, const float* beta, float* y, int rows,
                    int cols, float eps, bool centered) {
  for (int r = 0; r < rows; ++r, x += cols, y += cols) {
    double mean = 0, squares = 0;
    for (int i = 0; centered && i < cols; ++i) mean += static_cast<double>(x[i]) / cols;
    for (int i = 0; i < cols; ++i) squares += (x[i] - mean) * (x[i] - mean);
    const double scale = 1 / std::sqrt(squares / cols + static_cast<double>(eps));
    for (int i = 0; i < cols; ++i) {
      const double hat = (x[i] - mean) * scale;
      y[i] = static_cast<float>(hat * (gamma ? static_cast<double>(gamma[i]) : 1.0) +
                                (beta ? static_cast<double>(beta[i]) : 0.0));
    }
  }
}

}  // namespace naive

}  // namespace lushan::kernels
