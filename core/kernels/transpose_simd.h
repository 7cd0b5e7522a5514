#pragma once

#include <cstddef>

#include "kernels/batch_simd.h"

namespace lushan::kernels {

inline void transpose_block(const float* x, std::ptrdiff_t x_row, float* y, std::ptrdiff_t y_row) {
  const Batch r0 = load(x), r1 = load(x + x_row), r2 = load(x + 2 * x_row),
              r3 = load(x + 3 * x_row);
  const Batch low02 = xsimd::zip_lo(r0, r2), low13 = xsimd::zip_lo(r1, r3);
  const Batch high02 = xsimd::zip_hi(r0, r2), high13 = xsimd::zip_hi(r1, r3);
  store(y, xsimd::zip_lo(low02, low13));
  store(y + y_row, xsimd::zip_hi(low02, low13));
  store(y + 2 * y_row, xsimd::zip_lo(high02, high13));
  store(y + 3 * y_row, xsimd::zip_hi(high02, high13));
}

// x (rows,cols) -> y (cols,rows), the rows of x and of y x_row and y_row floats apart. rows >= 4.
inline void transpose(const float* x, std::ptrdiff_t x_row, int rows, int cols, float* y,
                      std::ptrdiff_t y_row) {
  for (int i = 0; i < rows; i += 4) {
    const int r = i + 4 <= rows ? i : rows - 4;  // the last group of four overlaps the one before
    const float* from = x + r * x_row;
    int j = 0;
    for (; j + 4 <= cols; j += 4) transpose_block(from + j, x_row, y + j * y_row + r, y_row);
    for (; j < cols; ++j) {
      for (int l = 0; l < 4; ++l) y[j * y_row + r + l] = from[l * x_row + j];
    }
  }
}

}  // namespace lushan::kernels
