#include "kernels/elementwise.h"

#include "kernels/batch_simd.h"
#include "kernels/math_simd.h"

namespace lushan::kernels {
namespace {

// dx += dy * slope(saved)
template <class F>
void accumulate(const float* saved, const float* dy, float* dx, std::size_t n, F slope) {
  map(saved, dy, dx, dx, n, [slope](Batch s, Batch g, Batch d) { return d + g * slope(s); });
}

}  // namespace

void copy(const float* x, float* y, std::size_t n) {
  map<unrolled>(x, y, n, [](Batch v) { return v; });
}
void fill(float* y, float value, std::size_t n) {
  const Batch v(value);
  std::size_t i = 0;
  LUSHAN_UNROLL_BATCHES(unrolled)
  for (; i + lanes <= n; i += lanes) store(y + i, v);
  if (i < n) store_first(y + i, v, n - i);
}
void add(const float* a, const float* b, float* y, std::size_t n) {
  map<unrolled>(a, b, y, n, [](Batch u, Batch v) { return u + v; });
}
void subtract(const float* a, const float* b, float* y, std::size_t n) {
  map<unrolled>(a, b, y, n, [](Batch u, Batch v) { return u - v; });
}
void multiply(const float* a, const float* b, float* y, std::size_t n) {
  map<unrolled>(a, b, y, n, [](Batch u, Batch v) { return u * v; });
}
void scale(const float* x, float alpha, float* y, std::size_t n) {
  map<unrolled>(x, y, n, [s = Batch(alpha)](Batch v) { return s * v; });
}
void add_into(float* acc, const float* x, std::size_t n) { add(acc, x, acc, n); }
void add_to_zero(float* acc, const float* x, std::size_t n) {
  map<unrolled>(x, acc, n, [](Batch v) { return Batch(0.0f) + v; });
}
void subtract_into(float* acc, const float* x, std::size_t n) { subtract(acc, x, acc, n); }
void multiply_into(float* acc, const float* a, const float* b, std::size_t n) {
  map<unrolled>(a, b, acc, acc, n, [](Batch u, Batch v, Batch s) { return s + u * v; });
}
void axpy(float alpha, const float* x, float* y, std::size_t n) {
  map<unrolled>(x, y, y, n, [s = Batch(alpha)](Batch u, Batch v) { return v + s * u; });
}

void square(const float* x, float* y, std::size_t n) {
  map<unrolled>(x, y, n, [](Batch v) { return v * v; });
}
void square_backward(const float* x, const float* dy, float* dx, std::size_t n) {
  accumulate(x, dy, dx, n, [](Batch v) { return v + v; });
}
void sqrt(const float* x, float* y, std::size_t n) {
  map(x, y, n, [](Batch v) { return xsimd::sqrt(v); });
}
void sqrt_backward(const float* y, const float* dy, float* dx, std::size_t n) {
  accumulate(y, dy, dx, n, [](Batch v) { return Batch(0.5f) / v; });
}
void exp(const float* x, float* y, std::size_t n) {
  map(x, y, n, [](Batch v) { return math::exp(v); });
}
void exp_backward(const float* y, const float* dy, float* dx, std::size_t n) {
  accumulate(y, dy, dx, n, [](Batch v) { return v; });
}
void log(const float* x, float* y, std::size_t n) {
  map(x, y, n, [](Batch v) { return xsimd::log(v); });
}
void log_backward(const float* x, const float* dy, float* dx, std::size_t n) {
  accumulate(x, dy, dx, n, [](Batch v) { return Batch(1.0f) / v; });
}
void sine(const float* x, float* y, std::size_t n) {
  map(x, y, n, [](Batch v) { return math::sine_cosine(v).sine; });
}
void sine_backward(const float* x, const float* dy, float* dx, std::size_t n) {
  accumulate(x, dy, dx, n, [](Batch v) { return math::sine_cosine(v).cosine; });
}

void relu(const float* x, float* y, std::size_t n) {
  map<unrolled>(x, y, n, [](Batch v) { return at_least(v, Batch(0.0f)); });
}
void relu_gradient(const float* y, const float* dy, float* dx, std::size_t n) {
  map<unrolled>(y, dy, dx, n, [](Batch v, Batch g) {
    return Batch(0.0f) + xsimd::select(v > Batch(0.0f), g, Batch(0.0f));
  });
}
void relu_backward(const float* y, const float* dy, float* dx, std::size_t n) {
  map<unrolled>(y, dy, dx, dx, n, [](Batch v, Batch g, Batch d) {
    return d + xsimd::select(v > Batch(0.0f), g, Batch(0.0f));
  });
}
void leaky_relu(const float* x, float* y, std::size_t n, float slope) {
  map<unrolled>(x, y, n,
                [s = Batch(slope)](Batch v) { return xsimd::select(v > Batch(0.0f), v, s * v); });
}
void leaky_relu_backward(const float* x, const float* dy, float* dx, std::size_t n, float slope) {
  accumulate(x, dy, dx, n, [s = Batch(slope)](Batch v) {
    return xsimd::select(v > Batch(0.0f), Batch(1.0f), s);
  });
}
void elu(const float* x, float* y, std::size_t n, float alpha) {
  map(x, y, n, [a = Batch(alpha)](Batch v) {
    return xsimd::select(v > Batch(0.0f), v, a * math::expm1_of_negative(v));
  });
}
void elu_backward(const float* x, const float* dy, float* dx, std::size_t n, float alpha) {
  accumulate(x, dy, dx, n, [a = Batch(alpha)](Batch v) {
    return xsimd::select(v > Batch(0.0f), Batch(1.0f), a * math::exp(v));
  });
}
void gelu(const float* x, float* y, std::size_t n) {
  map(x, y, n, [](Batch v) { return v * math::normal(v).integral; });
}
void gelu_backward(const float* x, const float* dy, float* dx, std::size_t n) {
  accumulate(x, dy, dx, n, [](Batch v) {
    const math::Normal p = math::normal(v);
    return p.integral + v * p.density;
  });
}
void silu(const float* x, float* y, std::size_t n) {
  map(x, y, n, [](Batch v) { return v * math::sigmoid(v); });
}
void silu_backward(const float* x, const float* dy, float* dx, std::size_t n) {
  accumulate(x, dy, dx, n, [](Batch v) {
    const Batch s = math::sigmoid(v);
    return s + v * s * (Batch(1.0f) - s);
  });
}
void sigmoid(const float* x, float* y, std::size_t n) {
  map(x, y, n, [](Batch v) { return math::sigmoid(v); });
}
void sigmoid_backward(const float* y, const float* dy, float* dx, std::size_t n) {
  accumulate(y, dy, dx, n, [](Batch v) { return v * (Batch(1.0f) - v); });
}
void tanh(const float* x, float* y, std::size_t n) {
  map(x, y, n, [](Batch v) { return math::tanh(v); });
}
void tanh_backward(const float* y, const float* dy, float* dx, std::size_t n) {
  accumulate(y, dy, dx, n, [](Batch v) { return Batch(1.0f) - v * v; });
}
void softplus(const float* x, float* y, std::size_t n) {
  map(x, y, n, [](Batch v) { return math::softplus(v); });
}
void softplus_backward(const float* x, const float* dy, float* dx, std::size_t n) {
  accumulate(x, dy, dx, n, [](Batch v) { return math::sigmoid(v); });
}

}  // namespace lushan::kernels
