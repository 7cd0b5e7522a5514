#pragma once

#include <cstddef>

// Functions of one element, over n floats. Outputs may be an input itself (in place), but must not
// overlap it otherwise. A result never depends on where its element stands in the array.
// backward: dx += dy * f', computed from the forward's input x or its output y, whichever is named.
// NaN stays NaN everywhere, so that a run that breaks can be noticed at its loss.
namespace lushan::kernels {

void copy(const float* x, float* y, std::size_t n);
void fill(float* y, float value, std::size_t n);
void add(const float* a, const float* b, float* y, std::size_t n);
void subtract(const float* a, const float* b, float* y, std::size_t n);
void multiply(const float* a, const float* b, float* y, std::size_t n);
void scale(const float* x, float alpha, float* y, std::size_t n);               // y = alpha x
void add_into(float* acc, const float* x, std::size_t n);                       // acc += x
void add_to_zero(float* acc, const float* x, std::size_t n);                    // acc = 0 + x
void subtract_into(float* acc, const float* x, std::size_t n);                  // acc -= x
void multiply_into(float* acc, const float* a, const float* b, std::size_t n);  // acc += a b
void axpy(float alpha, const float* x, float* y, std::size_t n);                // y += alpha x

void square(const float* x, float* y, std::size_t n);
void square_backward(const float* x, const float* dy, float* dx, std::size_t n);
void sqrt(const float* x, float* y, std::size_t n);
void sqrt_backward(const float* y, const float* dy, float* dx, std::size_t n);
void exp(const float* x, float* y, std::size_t n);
void exp_backward(const float* y, const float* dy, float* dx, std::size_t n);
void log(const float* x, float* y, std::size_t n);
void log_backward(const float* x, const float* dy, float* dx, std::size_t n);
// |x| up to 1e4 to within 1e-7 or so; the argument's own rounding exceeds that beyond.
void sine(const float* x, float* y, std::size_t n);
void sine_backward(const float* x, const float* dy, float* dx, std::size_t n);

void relu(const float* x, float* y, std::size_t n);
void relu_backward(const float* y, const float* dy, float* dx, std::size_t n);
void relu_gradient(const float* y, const float* dy, float* dx, std::size_t n);  // assigns dx
void leaky_relu(const float* x, float* y, std::size_t n, float slope);
void leaky_relu_backward(const float* x, const float* dy, float* dx, std::size_t n, float slope);
void elu(const float* x, float* y, std::size_t n, float alpha);
void elu_backward(const float* x, const float* dy, float* dx, std::size_t n, float alpha);
void gelu(const float* x, float* y, std::size_t n);  // x Phi(x): the exact form, not tanh's
void gelu_backward(const float* x, const float* dy, float* dx, std::size_t n);
void silu(const float* x, float* y, std::size_t n);
void silu_backward(const float* x, const float* dy, float* dx, std::size_t n);
void sigmoid(const float* x, float* y, std::size_t n);
void sigmoid_backward(const float* y, const float* dy, float* dx, std::size_t n);
void tanh(const float* x, float* y, std::size_t n);
void tanh_backward(const float* y, const float* dy, float* dx, std::size_t n);
void softplus(const float* x, float* y, std::size_t n);  // log(1 + exp(x))
void softplus_backward(const float* x, const float* dy, float* dx, std::size_t n);

}  // namespace lushan::kernels
