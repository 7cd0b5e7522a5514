#pragma once

// Losses of one element, averaged over each row: x, t (rows,cols) -> loss (rows),
// loss[i] = mean over j of f(x[i,j], t[i,j]); backward: dx[i,j] += dloss[i] f'(x[i,j], t[i,j]) /
// cols. x is the prediction, t the target. A row's sum adds elements l, l+4, ... in lane l of four,
// then the lanes in order.
namespace lushan::kernels {

void squared_error(const float* x, const float* t, float* loss, int rows, int cols);  // (x - t)^2
void squared_error_backward(const float* x, const float* t, const float* dloss, float* dx, int rows,
                            int cols);

void half_squared_error(const float* x, const float* t, float* loss, int rows, int cols);
void half_squared_error_backward(const float* x, const float* t, const float* dloss, float* dx,
                                 int rows, int cols);

void absolute_error(const float* x, const float* t, float* loss, int rows, int cols);  // |x - t|
void absolute_error_backward(const float* x, const float* t, const float* dloss, float* dx,
                             int rows, int cols);

// (x - t)^2 / 2 within delta of the target, delta (|x - t| - delta / 2) beyond (PyTorch HuberLoss).
void huber(const float* x, const float* t, float* loss, int rows, int cols, float delta);
void huber_backward(const float* x, const float* t, const float* dloss, float* dx, int rows,
                    int cols, float delta);

// x is a logit, t in [0, 1] the probability it should have: log(1 + exp(x)) - t x, without
// overflow.
void binary_cross_entropy(const float* x, const float* t, float* loss, int rows, int cols);
void binary_cross_entropy_backward(const float* x, const float* t, const float* dloss, float* dx,
                                   int rows, int cols);

void hinge(const float* x, const float* t, float* loss, int rows, int cols);  // max(0, 1 - t x)
void hinge_backward(const float* x, const float* t, const float* dloss, float* dx, int rows,
                    int cols);

}  // namespace lushan::kernels
