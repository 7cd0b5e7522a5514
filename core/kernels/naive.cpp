#include <algorithm>
#include <vector>

#include "kernels/matmul.h"
#include "kernels/reduce.h"
#include "kernels/scalar.h"
#include "kernels/softmax.h"

// The same results by the shortest loops, for tests to compare with.
namespace lushan::kernels::naive {

void matmul(const MatmulArgs& g) {
  for (int i = 0; i < g.m; ++i) {
    for (int j = 0; j < g.n; ++j) {
      float& c = g.c[i * g.ldc + j];
      float sum = g.accumulate ? c : 0.0f;
      if (g.bias) sum += g.bias[j];
      for (int p = 0; p < g.k; ++p) {
        const float a = g.transpose_a ? g.a[p * g.lda + i] : g.a[i * g.lda + p];
        const float b = g.transpose_b ? g.b[j * g.ldb + p] : g.b[p * g.ldb + j];
        sum += a * b;
      }
      c = sum;
    }
  }
}

double sum(const float* x, std::size_t n) {
  double total = 0;
  for (std::size_t i = 0; i < n; ++i) total += x[i];
  return total;
}

double dot(const float* a, const float* b, std::size_t n) {
  double total = 0;
  for (std::size_t i = 0; i < n; ++i) total += static_cast<double>(a[i]) * b[i];
  return total;
}

void sum_rows(const float* x, float* sums, int rows, int cols) {
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < cols; ++j) sums[j] += x[i * cols + j];
  }
}

void sum_columns(const float* x, float* sums, int rows, int cols) {
  for (int i = 0; i < rows; ++i) {
    float total = 0;
    for (int j = 0; j < cols; ++j) total += x[i * cols + j];
    sums[i] += total;
  }
}

void log_softmax_rows(const float* x, float* y, int rows, int cols) {
  for (int i = 0; i < rows; ++i, x += cols, y += cols) {
    const double shift = *std::max_element(x, x + cols);
    double total = 0;
    for (int j = 0; j < cols; ++j) total += kernels::exp(x[j] - shift);
    const double log_total = kernels::log(total);
    for (int j = 0; j < cols; ++j) y[j] = static_cast<float>(x[j] - shift - log_total);
  }
}

void softmax_rows(const float* x, float* y, int rows, int cols) {
  log_softmax_rows(x, y, rows, cols);
  for (int i = 0; i < rows * cols; ++i) y[i] = kernels::exp(y[i]);
}

void cross_entropy(const float* x, const float* label, float* loss, int rows, int cols,
                   float smoothing) {
  std::vector<float> log_p(static_cast<std::size_t>(cols));
  for (int i = 0; i < rows; ++i, x += cols) {
    log_softmax_rows(x, log_p.data(), 1, cols);
    double value = 0;
    for (int j = 0; j < cols; ++j) {
      const double target = smoothing / cols + (j == label[i] ? 1.0 - smoothing : 0.0);
      value -= target * log_p[static_cast<std::size_t>(j)];
    }
    loss[i] = static_cast<float>(value);
  }
}

}  // namespace lushan::kernels::naive
