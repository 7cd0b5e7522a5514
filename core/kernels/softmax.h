#pragma once

// Row-wise softmax and its cross-entropy. Arrays are (rows,cols), row-major; y may be x itself.
// A sum over a row adds elements l, l+4, l+8, ... in lane l of four, then the lanes in order.
namespace lushan::kernels {

// y = exp(x - max) / sum. A row of -infinity only (all masked) gives zeros.
void softmax_rows(const float* x, float* y, int rows, int cols);
void softmax_backward(const float* y, const float* dy, float* dx, int rows, int cols);

void log_softmax_rows(const float* x, float* y, int rows, int cols);
void log_softmax_backward(const float* y, const float* dy, float* dx, int rows, int cols);

// Cross-entropy of logits x against a class per row, label (rows) holding its index as a float.
// PyTorch's label smoothing s: the target is (1 - s) on the label plus s / cols on every class.
// loss (rows); probability (rows,cols) is softmax(x), kept for the backward pass.
void cross_entropy(const float* x, const float* label, float* loss, float* probability, int rows,
                   int cols, float smoothing);
// dx += (probability - target) dloss, dloss (rows).
void cross_entropy_backward(const float* probability, const float* label, const float* dloss,
                            float* dx, int rows, int cols, float smoothing);

namespace naive {
void softmax_rows(const float* x, float* y, int rows, int cols);
void log_softmax_rows(const float* x, float* y, int rows, int cols);
void cross_entropy(const float* x, const float* label, float* loss, int rows, int cols,
                   float smoothing);
}  // namespace naive

}  // namespace lushan::kernels
