#pragma once

#include <span>
#include <vector>

namespace lushan {

// Ordinary least squares y = X w + b, one output: the minimum that gradient descent walks towards.
struct LeastSquares {
  std::vector<double> weights;
  double bias = 0;
  double mean_squared_error = 0;
};

// X (rows, columns), y (rows), by the normal equations of the centred columns and Cholesky in
// double. Empty weights when the columns are linearly dependent: there is no single solution.
LeastSquares least_squares(std::span<const float> x, std::span<const float> y, int columns);

}  // namespace lushan
