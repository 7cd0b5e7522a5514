#pragma once

#include "kernels/into.h"

// Rows brought to mean 0 and variance 1 (layer norm) or to mean square 1 (RMS norm). x, y
// (rows, cols); gamma, beta (cols) may be null. stats (rows, 2) keeps mean and 1 / deviation of
// each row for the backward pass. Sums over a row have the order of softmax.h.
namespace lushan::kernels {

void normalize_rows(const float* x, const float* gamma, const float* beta, float* y, float* stats,
                    int rows, int cols, float eps, bool centered);

// Adds to dgamma and dbeta, which may be null.
void normalize_rows_backward(const float* x, const float* gamma, const float* stats,
                             const float* dy, Into dx, float* dgamma, float* dbeta, int rows,
                             int cols, bool centered);

namespace naive {
void normalize_rows(const float* x, const float* gamma, const float* beta, float* y, int rows,
                    int cols, float eps, bool centered);
}

}  // namespace lushan::kernels
