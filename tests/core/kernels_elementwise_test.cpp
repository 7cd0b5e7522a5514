#include <catch_amalgamated.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "kernels/elementwise.h"
#include "kernels/random.h"
#include "listed_files.h"
#include "ops/ops.h"

using namespace lushan;
using namespace lushan::kernels;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

using Forward = void (*)(const float* x, float* y, std::size_t n);
using Backward = void (*)(const float* saved, const float* dy, float* dx, std::size_t n);

// A function with its formula and derivative in double, over [lo, hi]. The backward pass takes the
// output where from_output says so.
struct Function {
  const char* name;
  Forward forward;
  Backward backward;
  bool from_output;
  double (*value)(double);
  double (*slope)(double);
  float lo, hi;
};

constexpr float slope = 0.1f, alpha = 1.5f;
double phi(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * 3.14159265358979323846); }
double big_phi(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }
double logistic(double x) { return 1 / (1 + std::exp(-x)); }

const Function functions[] = {
    {"square", square, square_backward, false, [](double x) { return x * x; },
     [](double x) { return 2 * x; }, -9, 9},
    {"sqrt", kernels::sqrt, sqrt_backward, true, [](double x) { return std::sqrt(x); },
     [](double x) { return 0.5 / std::sqrt(x); }, 0.01f, 50},
    {"exp", kernels::exp, exp_backward, true, [](double x) { return std::exp(x); },
     [](double x) { return std::exp(x); }, -86, 88},
    {"log", kernels::log, log_backward, false, [](double x) { return std::log(x); },
     [](double x) { return 1 / x; }, 0.001f, 500},
    {"sine", sine, sine_backward, false, [](double x) { return std::sin(x); },
     [](double x) { return std::cos(x); }, -60, 60},
    {"relu", relu, relu_backward, true, [](double x) { return x > 0 ? x : 0; },
     [](double x) { return x > 0 ? 1.0 : 0.0; }, -3, 3},
    {"leaky_relu", [](const float* x, float* y, std::size_t n) { leaky_relu(x, y, n, slope); },
     [](const float* x, const float* dy, float* dx, std::size_t n) {
       leaky_relu_backward(x, dy, dx, n, slope);
     },
     false, [](double x) { return x > 0 ? x : slope * x; },
     [](double x) { return x > 0 ? 1.0 : slope; }, -3, 3},
    {"elu", [](const float* x, float* y, std::size_t n) { elu(x, y, n, alpha); },
     [](const float* x, const float* dy, float* dx, std::size_t n) {
       elu_backward(x, dy, dx, n, alpha);
     },
     false, [](double x) { return x > 0 ? x : alpha * std::expm1(x); },
     [](double x) { return x > 0 ? 1.0 : alpha * std::exp(x); }, -30, 3},
    {"gelu", gelu, gelu_backward, false, [](double x) { return x * big_phi(x); },
     [](double x) { return big_phi(x) + x * phi(x); }, -6, 6},
    {"silu", silu, silu_backward, false, [](double x) { return x * logistic(x); },
     [](double x) { return logistic(x) * (1 + x * (1 - logistic(x))); }, -30, 30},
    {"sigmoid", sigmoid, sigmoid_backward, true, logistic,
     [](double x) { return logistic(x) * (1 - logistic(x)); }, -30, 30},
    {"tanh", kernels::tanh, tanh_backward, true, [](double x) { return std::tanh(x); },
     [](double x) { return 1 - std::tanh(x) * std::tanh(x); }, -12, 12},
    {"softplus", softplus, softplus_backward, false,
     [](double x) { return std::fmax(x, 0) + std::log1p(std::exp(-std::fabs(x))); }, logistic, -30,
     30},
};

std::vector<float> arguments(std::size_t n, float lo, float hi) {
  Rng rng(1, "elementwise");
  std::vector<float> x(n);
  fill_uniform(rng, x, lo, hi);
  return x;
}

bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

}  // namespace

TEST_CASE("every activation is among the functions that are tested here", "[kernels]") {
  NameSet activations, tested = {"linear"};  // which computes nothing
  for (const std::string_view name : activation_names()) activations.emplace(name);
  for (const Function& f : functions) {
    if (activations.contains(f.name)) tested.emplace(f.name);
  }
  CHECK(differences(activations, tested, "functions, above, with its formula and slope") == "");
}

TEST_CASE("element-wise functions agree with their formula in double", "[kernels]") {
  const Function& f = GENERATE(from_range(std::begin(functions), std::end(functions)));
  INFO(f.name);
  const std::size_t n = 4099;
  const auto x = arguments(n, f.lo, f.hi), dy = arguments(n, -2, 2);
  std::vector<float> y(n), dx(n, 0.25f);
  f.forward(x.data(), y.data(), n);
  f.backward(f.from_output ? y.data() : x.data(), dy.data(), dx.data(), n);
  for (std::size_t i = 0; i < n; ++i) {
    INFO("x = " << x[i]);
    // 1e-6 is eight units in the last place; gelu and sine lose digits where they cross or near 0
    REQUIRE_THAT(y[i], WithinRel(f.value(x[i]), 1e-6) || WithinAbs(f.value(x[i]), 1e-7));
    // a derivative from a saved, rounded output inherits its rounding: absolute, about 1
    const double expected = 0.25 + dy[i] * f.slope(x[i]);
    REQUIRE_THAT(dx[i], WithinRel(expected, 1e-6) || WithinAbs(expected, 1e-6));
  }
}

TEST_CASE("an element's result does not depend on its place", "[kernels]") {
  const Function& f = GENERATE(from_range(std::begin(functions), std::end(functions)));
  INFO(f.name);
  const std::size_t n = 23;
  const auto x = arguments(n, f.lo, f.hi), dy = arguments(n, -2, 2);
  std::vector<float> y(n), dx(n, 0.25f);
  f.forward(x.data(), y.data(), n);
  const auto& saved = f.from_output ? y : x;
  f.backward(saved.data(), dy.data(), dx.data(), n);
  for (std::size_t begin = 0; begin < n; ++begin) {
    for (std::size_t count = 1; begin + count <= n && count < 10; ++count) {
      std::vector<float> part(count + 1, 7.0f), gradient(count + 1, 0.25f);
      f.forward(x.data() + begin, part.data(), count);
      f.backward(saved.data() + begin, dy.data() + begin, gradient.data(), count);
      for (std::size_t i = 0; i < count; ++i) {
        REQUIRE(same_bits(part[i], y[begin + i]));
        REQUIRE(same_bits(gradient[i], dx[begin + i]));
      }
      REQUIRE(part[count] == 7.0f);  // nothing written behind the end
      REQUIRE(gradient[count] == 0.25f);
    }
  }
}

TEST_CASE("element-wise functions work in place and keep NaN", "[kernels]") {
  const Function& f = GENERATE(from_range(std::begin(functions), std::end(functions)));
  INFO(f.name);
  auto x = arguments(6, f.lo, f.hi);
  x[1] = x[5] = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> y(6);
  f.forward(x.data(), y.data(), 6);
  f.forward(x.data(), x.data(), 6);
  for (const std::size_t i : {0, 2, 3, 4}) CHECK(same_bits(x[i], y[i]));
  for (const std::size_t i : {1, 5}) CHECK((std::isnan(x[i]) && std::isnan(y[i])));
}

TEST_CASE("limits of the activations", "[kernels]") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const float x[] = {-infinity, -1000, -100, 100, 1000, infinity, 0, -0.0f};
  float y[8];
  kernels::exp(x, y, 8);
  CHECK(std::vector<float>(y, y + 8) ==
        std::vector<float>{0, 0, 0, infinity, infinity, infinity, 1, 1});
  kernels::tanh(x, y, 8);
  CHECK(std::vector<float>(y, y + 8) == std::vector<float>{-1, -1, -1, 1, 1, 1, 0, 0});
  sigmoid(x, y, 8);
  CHECK(std::vector<float>(y, y + 8) == std::vector<float>{0, 0, 0, 1, 1, 1, 0.5f, 0.5f});
  softplus(x, y, 6);
  CHECK(std::vector<float>(y, y + 6) == std::vector<float>{0, 0, 0, 100, 1000, infinity});
  elu(x, y, 6, 1.0f);
  CHECK(std::vector<float>(y, y + 6) == std::vector<float>{-1, -1, -1, 100, 1000, infinity});
  gelu(x + 1, y, 4);
  CHECK(std::vector<float>(y, y + 4) == std::vector<float>{0, 0, 100, 1000});
}

TEST_CASE("tanh stays within 1 and is odd", "[kernels]") {
  std::vector<float> x, y, z;
  for (float v = 0.0f; v < 10.0f; v += 0.0007f) x.push_back(v);
  y.resize(x.size()), z.resize(x.size());
  kernels::tanh(x.data(), y.data(), x.size());
  for (float& v : x) v = -v;
  kernels::tanh(x.data(), z.data(), x.size());
  for (std::size_t i = 0; i < x.size(); ++i) REQUIRE((y[i] <= 1.0f && z[i] == -y[i]));
}

TEST_CASE("arithmetic over arrays of every length", "[kernels]") {
  for (std::size_t n = 0; n < 14; ++n) {
    const auto a = arguments(n, -3, 3), b = arguments(n, 1, 4);
    const auto checked = [&](auto call, auto formula) {
      std::vector<float> y(n + 1, 5.0f);
      call(y.data());
      for (std::size_t i = 0; i < n; ++i) REQUIRE(same_bits(y[i], formula(a[i], b[i])));
      REQUIRE(y[n] == 5.0f);
    };
    const float *pa = a.data(), *pb = b.data();
    checked([&](float* y) { copy(pa, y, n); }, [](float u, float) { return u; });
    checked([&](float* y) { fill(y, 2.5f, n); }, [](float, float) { return 2.5f; });
    checked([&](float* y) { add(pa, pb, y, n); }, [](float u, float v) { return u + v; });
    checked([&](float* y) { subtract(pa, pb, y, n); }, [](float u, float v) { return u - v; });
    checked([&](float* y) { multiply(pa, pb, y, n); }, [](float u, float v) { return u * v; });
    checked([&](float* y) { scale(pa, 3.0f, y, n); }, [](float u, float) { return 3.0f * u; });
    checked([&](float* y) { add_into(y, pa, n); }, [](float u, float) { return 5.0f + u; });
    checked([&](float* y) { subtract_into(y, pa, n); }, [](float u, float) { return 5.0f - u; });
    checked([&](float* y) { multiply_into(y, pa, pb, n); },
            [](float u, float v) { return 5.0f + u * v; });
    checked([&](float* y) { axpy(-2.0f, pa, y, n); }, [](float u, float) { return 5.0f + -2 * u; });
  }
}
