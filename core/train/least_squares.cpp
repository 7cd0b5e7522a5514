#include "train/least_squares.h"

#include <cmath>

namespace lushan {
namespace {

using Matrix = std::vector<std::vector<double>>;

// Solves A w = v for symmetric positive definite A, in place; false when A is not (numerically).
bool solve(Matrix& a, std::vector<double>& v) {
  const std::size_t n = v.size();
  for (std::size_t j = 0; j < n; ++j) {
    const double size = a[j][j];
    for (std::size_t k = 0; k < j; ++k) a[j][j] -= a[j][k] * a[j][k];
    if (!(a[j][j] > 1e-10 * size)) return false;
    a[j][j] = std::sqrt(a[j][j]);
    for (std::size_t i = j + 1; i < n; ++i) {
      for (std::size_t k = 0; k < j; ++k) a[i][j] -= a[i][k] * a[j][k];
      a[i][j] /= a[j][j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) v[i] -= a[i][k] * v[k];
    v[i] /= a[i][i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) v[i] -= a[k][i] * v[k];
    v[i] /= a[i][i];
  }
  return true;
}

}  // namespace

LeastSquares least_squares(std::span<const float> x, std::span<const float> y, int columns) {
  const std::size_t rows = y.size(), n = static_cast<std::size_t>(columns);
  if (rows == 0) return {};
  const auto at = [&](std::size_t r, std::size_t c) { return static_cast<double>(x[r * n + c]); };

  std::vector<double> mean(n, 0.0);
  double mean_y = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < n; ++c) mean[c] += at(r, c) / static_cast<double>(rows);
    mean_y += static_cast<double>(y[r]) / static_cast<double>(rows);
  }
  Matrix a(n, std::vector<double>(n, 0.0));
  std::vector<double> w(n, 0.0);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t i = 0; i < n; ++i) {
      const double d = at(r, i) - mean[i];
      for (std::size_t j = 0; j <= i; ++j) a[i][j] += d * (at(r, j) - mean[j]);
      w[i] += d * (static_cast<double>(y[r]) - mean_y);
    }
  }
  if (!solve(a, w)) return {};

  LeastSquares result{.weights = w, .bias = mean_y, .mean_squared_error = 0};
  for (std::size_t c = 0; c < n; ++c) result.bias -= w[c] * mean[c];
  for (std::size_t r = 0; r < rows; ++r) {
    double error = result.bias - static_cast<double>(y[r]);
    for (std::size_t c = 0; c < n; ++c) error += w[c] * at(r, c);
    result.mean_squared_error += error * error / static_cast<double>(rows);
  }
  return result;
}

}  // namespace lushan
