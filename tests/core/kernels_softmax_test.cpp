#include <catch_amalgamated.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "kernels/loss.h"
#include "kernels/random.h"
#include "kernels/softmax.h"
#include "listed_files.h"
#include "ops/loss.h"
#include "random_floats.h"

using namespace lushan;
using namespace lushan::kernels;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

void check_near(const std::vector<float>& x, const std::vector<float>& expected, double rel,
                double abs) {
  REQUIRE(x.size() == expected.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    INFO("element " << i);
    REQUIRE_THAT(x[i], WithinRel(double{expected[i]}, rel) || WithinAbs(expected[i], abs));
  }
}

// The gradient of sum(dy * f(x)) by central differences of the double function f: x -> y.
using Map = std::function<std::vector<double>(const std::vector<double>&)>;
std::vector<float> numeric_gradient(const Map& f, const std::vector<float>& x,
                                    const std::vector<float>& dy) {
  std::vector<double> at(x.begin(), x.end());
  std::vector<float> gradient(x.size());
  const auto objective = [&] {
    const auto y = f(at);
    double total = 0;
    for (std::size_t i = 0; i < y.size(); ++i) total += dy[i] * y[i];
    return total;
  };
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double h = 1e-5;
    at[i] = x[i] + h;
    const double above = objective();
    at[i] = x[i] - h;
    gradient[i] = static_cast<float>((above - objective()) / (2 * h));
    at[i] = x[i];
  }
  return gradient;
}

std::vector<double> log_softmax(const std::vector<double>& x, int cols) {
  std::vector<double> y(x);
  for (std::size_t r = 0; r < y.size(); r += static_cast<std::size_t>(cols)) {
    double total = 0;
    for (int j = 0; j < cols; ++j) total += std::exp(x[r + static_cast<std::size_t>(j)]);
    for (int j = 0; j < cols; ++j) y[r + static_cast<std::size_t>(j)] -= std::log(total);
  }
  return y;
}

}  // namespace

TEST_CASE("softmax and log-softmax agree with the naive ones", "[kernels]") {
  Rng rng(1, "softmax");
  const int rows = 3;
  for (const int cols : {1, 2, 3, 4, 5, 7, 8, 9, 10, 33, 64}) {
    INFO(cols);
    for (const float range : {1.0f, 30.0f, 3000.0f}) {
      const auto x = random_floats(rng, rows * cols, -range, range);
      std::vector<float> y(x.size()), expected(x.size());
      log_softmax_rows(x.data(), y.data(), rows, cols);
      naive::log_softmax_rows(x.data(), expected.data(), rows, cols);
      check_near(y, expected, 1e-6, 1e-6);
      softmax_rows(x.data(), y.data(), rows, cols);
      naive::softmax_rows(x.data(), expected.data(), rows, cols);
      // x - max is rounded to float: at x of 3000 that is worth 1e-4 of the exponential
      check_near(y, expected, 1e-6 + range * 1e-7, 1e-30);
      softmax_rows(x.data(), expected.data(), rows, cols);
      CHECK(y == expected);
    }
  }
}

TEST_CASE("masked elements get exactly no weight", "[kernels]") {
  constexpr float masked = -std::numeric_limits<float>::infinity();
  float x[] = {1, masked, 1, masked, masked, 1, masked, masked, masked, masked, masked, masked};
  softmax_rows(x, x, 2, 6);
  for (const int i : {0, 2, 5}) CHECK_THAT(x[i], WithinRel(1 / 3.0f, 1e-6f));
  for (const int i : {1, 3, 4}) CHECK(x[i] == 0.0f);
  for (int i = 6; i < 12; ++i) CHECK(x[i] == 0.0f);
}

TEST_CASE("a NaN logit makes its row NaN and no other", "[kernels]") {
  float x[] = {1, std::numeric_limits<float>::quiet_NaN(), 3, 1, 2, 3};
  softmax_rows(x, x, 2, 3);
  for (int i = 0; i < 3; ++i) CHECK(std::isnan(x[i]));
  for (int i = 3; i < 6; ++i) CHECK(std::isfinite(x[i]));
}

TEST_CASE("gradients of softmax and log-softmax", "[kernels]") {
  Rng rng(2, "softmax");
  const int rows = 2;
  for (const int cols : {1, 2, 4, 5, 9}) {
    const auto x = random_floats(rng, rows * cols, -2, 2),
               dy = random_floats(rng, rows * cols, -1, 1);
    std::vector<float> y(x.size()), dx(x.size(), 0.0f);
    const Map logarithm = [cols](const std::vector<double>& v) { return log_softmax(v, cols); };
    const Map plain = [cols](const std::vector<double>& v) {
      auto p = log_softmax(v, cols);
      for (double& e : p) e = std::exp(e);
      return p;
    };
    softmax_rows(x.data(), y.data(), rows, cols);
    softmax_backward(y.data(), dy.data(), dx.data(), rows, cols);
    check_near(dx, numeric_gradient(plain, x, dy), 1e-5, 1e-6);
    log_softmax_rows(x.data(), y.data(), rows, cols);
    std::vector<float> twice(x.size(), 0.0f);
    log_softmax_backward(y.data(), dy.data(), twice.data(), rows, cols);
    const auto once = twice;
    check_near(once, numeric_gradient(logarithm, x, dy), 1e-5, 1e-6);
    log_softmax_backward(y.data(), dy.data(), twice.data(), rows, cols);
    for (std::size_t i = 0; i < once.size(); ++i) CHECK(twice[i] == 2 * once[i]);
  }
}

TEST_CASE("cross-entropy with and without label smoothing", "[kernels]") {
  Rng rng(3, "softmax");
  const int rows = 3;
  for (const float smoothing : {0.0f, 0.1f}) {
    for (const int cols : {2, 3, 4, 10}) {
      const auto x = random_floats(rng, rows * cols, -4, 4),
                 dloss = random_floats(rng, rows, -1, 1);
      std::vector<float> label(rows), loss(rows), expected(rows), p(x.size()), dx(x.size(), 0.5f);
      for (float& l : label) l = static_cast<float>(rng.below(cols));
      cross_entropy(x.data(), label.data(), loss.data(), p.data(), rows, cols, smoothing);
      naive::cross_entropy(x.data(), label.data(), expected.data(), rows, cols, smoothing);
      check_near(loss, expected, 2e-6, 1e-7);
      cross_entropy_backward(p.data(), label.data(), dloss.data(), dx.data(), rows, cols,
                             smoothing);
      const Map entropy = [&](const std::vector<double>& v) {
        const auto log_p = log_softmax(v, cols);
        std::vector<double> out(rows, 0.0);
        for (int i = 0; i < rows; ++i) {
          for (int j = 0; j < cols; ++j) {
            const double target =
                (1 - smoothing) * (label[static_cast<std::size_t>(i)] == j) + smoothing / cols;
            out[static_cast<std::size_t>(i)] -=
                target * log_p[static_cast<std::size_t>(i * cols + j)];
          }
        }
        return out;
      };
      auto gradient = numeric_gradient(entropy, x, dloss);
      for (float& v : gradient) v += 0.5f;
      check_near(dx, gradient, 1e-5, 1e-6);
    }
  }
  // torch.nn.functional.cross_entropy(tensor([[1., 2., 3.]]), tensor([0]), label_smoothing=0.3)
  const float x[] = {1, 2, 3}, label[] = {0};
  float loss, p[3];
  cross_entropy(x, label, &loss, p, 1, 3, 0.3f);
  CHECK_THAT(loss, WithinRel(2.1076059f, 1e-6f));
}

namespace {

using LossForward = void (*)(const float*, const float*, float*, int, int);
using LossBackward = void (*)(const float*, const float*, const float*, float*, int, int);
struct Loss {
  const char* name;
  LossForward forward;
  LossBackward backward;
  double (*value)(double x, double t);
  float lo, hi;  // of the targets
};

constexpr float delta = 0.7f;
const Loss losses_of_rows[] = {
    {"squared", squared_error, squared_error_backward,
     [](double x, double t) { return (x - t) * (x - t); }, -3, 3},
    {"half_squared", half_squared_error, half_squared_error_backward,
     [](double x, double t) { return (x - t) * (x - t) / 2; }, -3, 3},
    {"absolute", absolute_error, absolute_error_backward,
     [](double x, double t) { return std::fabs(x - t); }, -3, 3},
    {"huber",
     [](const float* x, const float* t, float* y, int r, int c) { huber(x, t, y, r, c, delta); },
     [](const float* x, const float* t, const float* dy, float* dx, int r, int c) {
       huber_backward(x, t, dy, dx, r, c, delta);
     },
     [](double x, double t) {
       const double e = std::fabs(x - t);
       return e < delta ? e * e / 2 : delta * (e - delta / 2);
     },
     -3, 3},
    {"binary_cross_entropy", binary_cross_entropy, binary_cross_entropy_backward,
     [](double x, double t) {
       const double p = 1 / (1 + std::exp(-x));
       return -t * std::log(p) - (1 - t) * std::log(1 - p);
     },
     0, 1},
    {"hinge", hinge, hinge_backward, [](double x, double t) { return std::fmax(0.0, 1 - t * x); },
     -1, 1},
};

}  // namespace

TEST_CASE("every loss but cross-entropy, which has tests of its own, is a loss of rows here",
          "[kernels]") {
  NameSet tested = {"cross_entropy"};
  for (const Loss& l : losses_of_rows) tested.emplace(l.name);
  CHECK(differences(listed(losses()), tested, "losses_of_rows, above, with its formula") == "");
}

TEST_CASE("losses of rows and their gradients agree with their formula", "[kernels]") {
  const Loss& l = GENERATE(from_range(std::begin(losses_of_rows), std::end(losses_of_rows)));
  Rng rng(4, l.name);
  for (const int rows : {1, 3, 6}) {
    for (const int cols : {1, 2, 3, 4, 7, 8}) {
      INFO(l.name << " " << rows << "x" << cols);
      const auto x = random_floats(rng, rows * cols, -4, 4),
                 t = random_floats(rng, rows * cols, l.lo, l.hi);
      const auto dloss = random_floats(rng, rows, -1, 1);
      std::vector<float> loss(static_cast<std::size_t>(rows)), dx(x.size(), 0.5f);
      const Map mean = [&](const std::vector<double>& v) {
        std::vector<double> out(loss.size(), 0.0);
        for (std::size_t i = 0; i < v.size(); ++i) {
          out[i / static_cast<std::size_t>(cols)] += l.value(v[i], t[i]) / cols;
        }
        return out;
      };
      l.forward(x.data(), t.data(), loss.data(), rows, cols);
      const auto expected = mean({x.begin(), x.end()});
      check_near(loss, {expected.begin(), expected.end()}, 2e-6, 1e-7);
      l.backward(x.data(), t.data(), dloss.data(), dx.data(), rows, cols);
      auto gradient = numeric_gradient(mean, x, dloss);
      for (float& v : gradient) v += 0.5f;
      check_near(dx, gradient, 1e-5, 2e-6);
    }
  }
}

TEST_CASE("binary cross-entropy is stable far out", "[kernels]") {
  const float x[] = {200, -200, 200, -200, 20}, t[] = {1, 0, 0, 1, 1};
  float loss[5];
  binary_cross_entropy(x, t, loss, 5, 1);
  CHECK(std::vector<float>(loss, loss + 4) == std::vector<float>{0, 0, 200, 200});
  CHECK_THAT(loss[4], WithinRel(2.0611537e-9f, 1e-5f));
}

TEST_CASE("a prediction on its target has no gradient", "[kernels]") {
  const float x[] = {1.5f}, dloss[] = {1};
  float dx[] = {0};
  absolute_error_backward(x, x, dloss, dx, 1, 1);
  huber_backward(x, x, dloss, dx, 1, 1, 1);
  CHECK(dx[0] == 0.0f);
}
