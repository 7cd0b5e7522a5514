#pragma once

#include <cstddef>

// Update rules over flat spans, each one pass over memory. p parameters, g their gradient; state
// arrays start at zero. Conventions are PyTorch's: eps is added after the square root.
namespace lushan::kernels {

// p -= lr g
void sgd(float* p, const float* g, std::size_t n, float lr);

// v = mu v + g;  p -= lr v
void momentum(float* p, const float* g, float* v, std::size_t n, float lr, float mu);

// v = mu v + g;  p -= lr (g + mu v)
void nesterov(float* p, const float* g, float* v, std::size_t n, float lr, float mu);

// s = alpha s + (1 - alpha) g^2;  p -= lr g / (sqrt(s) + eps)
void rmsprop(float* p, const float* g, float* s, std::size_t n, float lr, double alpha, float eps);

// s = s + g^2;  p -= lr g / (sqrt(s) + eps)
void adagrad(float* p, const float* g, float* s, std::size_t n, float lr, float eps);

// Adam (Kingma and Ba 2015): m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
// p -= lr (m / correction1) / (sqrt(v / correction2) + eps), correction_i = 1 - beta_i^t at step t.
// The corrections are folded into two factors, so that an element costs one root and one division.
// In double, since 1 - beta of a rounded beta would be off by 1e-5 of itself.
struct AdamStep {
  double lr, beta1, beta2, eps;
  double correction1, correction2;
  double decay = 0;  // AdamW: p is first multiplied by 1 - lr decay
};
void adam(float* p, const float* g, float* m, float* v, std::size_t n, const AdamStep& step);

// g += l1 sign(p) + l2 p, sign(0) = 0
void add_penalty_gradient(const float* p, float* g, std::size_t n, float l1, float l2);

}  // namespace lushan::kernels
