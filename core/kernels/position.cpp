#include "kernels/position.h"

#include <bit>

#include "kernels/scalar.h"

namespace lushan::kernels {

void sinusoids(float* y, int rows, int columns, double base) {
  for (int j = 0; j < columns; ++j) {
    const double frequency = pow(base, -static_cast<double>(j / 2 * 2) / columns);
    for (int p = 0; p < rows; ++p) {
      const double angle = p * frequency;
      y[p * columns + j] = static_cast<float>(j % 2 == 0 ? sin(angle) : cos(angle));
    }
  }
}

void sines(float* y, int rows, int columns, double base) {
  for (int j = 0; j < columns; ++j) {
    const double frequency = pow(base, -static_cast<double>(j) / columns);
    for (int p = 0; p < rows; ++p) y[p * columns + j] = static_cast<float>(sin(p * frequency));
  }
}

void distance_slopes(float* slopes, int heads) {
  const int lower = static_cast<int>(std::bit_floor(static_cast<unsigned>(heads)));
  for (int h = 0; h < heads; ++h) {
    const double exponent =
        h < lower ? -8.0 * (h + 1) / lower : -8.0 * (2 * (h - lower) + 1) / (2 * lower);
    slopes[h] = static_cast<float>(pow(2.0, exponent));
  }
}

void rotate(const float* x, const float* table, float* y, int heads, int width) {
  for (int h = 0; h < heads; ++h, x += width, y += width) {
    for (int i = 0; i < width; i += 2) {
      const float s = table[i], c = table[i + 1], a = x[i], b = x[i + 1];
      y[i] = a * c - b * s;
      y[i + 1] = a * s + b * c;
    }
  }
}

void rotate_backward(const float* dy, const float* table, float* dx, int heads, int width) {
  for (int h = 0; h < heads; ++h, dy += width, dx += width) {
    for (int i = 0; i < width; i += 2) {
      const float s = table[i], c = table[i + 1], a = dy[i], b = dy[i + 1];
      dx[i] += a * c + b * s;
      dx[i + 1] += b * c - a * s;
    }
  }
}

}  // namespace lushan::kernels
