#include "kernels/scalar.h"

#include <utility>

#include "kernels/batch_simd.h"

namespace lushan::kernels {
namespace {

using Double = xsimd::batch<double, Lanes>;

template <class F>
double lane(F f, double x) {
  return f(Double(x)).get(0);
}

// Out of line: the reduction of large angles is long, and once is enough for both.
[[gnu::noinline]] std::pair<Double, Double> sine_cosine(double x) {
  return xsimd::sincos(Double(x));
}

}  // namespace

double exp(double x) {
  return lane([](Double v) { return xsimd::exp(v); }, x);
}
double log(double x) {
  return lane([](Double v) { return xsimd::log(v); }, x);
}
double sin(double x) { return sine_cosine(x).first.get(0); }
double cos(double x) { return sine_cosine(x).second.get(0); }
double tanh(double x) {
  return lane([](Double v) { return xsimd::tanh(v); }, x);
}
double erf(double x) {
  return lane([](Double v) { return xsimd::erf(v); }, x);
}
double pow(double base, double exponent) {
  return xsimd::pow(Double(base), Double(exponent)).get(0);
}

float exp(float x) { return static_cast<float>(exp(static_cast<double>(x))); }
float log(float x) { return static_cast<float>(log(static_cast<double>(x))); }
float sin(float x) { return static_cast<float>(sin(static_cast<double>(x))); }
float cos(float x) { return static_cast<float>(cos(static_cast<double>(x))); }
float tanh(float x) { return static_cast<float>(tanh(static_cast<double>(x))); }
float pow(float base, float exponent) {
  return static_cast<float>(pow(static_cast<double>(base), static_cast<double>(exponent)));
}

}  // namespace lushan::kernels
