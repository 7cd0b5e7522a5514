#pragma once

#include <cstddef>

// Sums in a fixed order, so that equal inputs give equal bits however the work is divided: blocks
// of `reduction_block` elements; within a block lane l of four adds elements l, l+4, l+8, ... in
// double; then ((lane 0 + lane 1) + lane 2) + lane 3; then the blocks in order.
namespace lushan::kernels {

inline constexpr std::size_t reduction_block = 4096;

double sum(const float* x, std::size_t n);
double mean(const float* x, std::size_t n);  // n >= 1
double dot(const float* a, const float* b, std::size_t n);
double sum_squares(const float* x, std::size_t n);
float max(const float* x, std::size_t n);  // n >= 1; NaN if any element is

bool all_finite(const float* x, std::size_t n);
std::size_t first_non_finite(const float* x, std::size_t n);  // its index, or n

// x (rows,cols): sums[j] += x[0,j] + x[1,j] + ... in row order, in float (the gradient of a bias).
void sum_rows(const float* x, float* sums, int rows, int cols);

// x (rows,cols): sums[i] += (x[i,0] + x[i,1] + ...), each row's sum made in order, in float (the
// gradient of a channel's bias).
void sum_columns(const float* x, float* sums, int rows, int cols);

namespace naive {
double sum(const float* x, std::size_t n);
double dot(const float* a, const float* b, std::size_t n);
void sum_rows(const float* x, float* sums, int rows, int cols);
void sum_columns(const float* x, float* sums, int rows, int cols);
}  // namespace naive

}  // namespace lushan::kernels
