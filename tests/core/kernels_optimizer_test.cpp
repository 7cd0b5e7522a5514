#include <catch_amalgamated.hpp>
#include <cmath>
#include <vector>

#include "kernels/optimizer.h"
#include "kernels/random.h"

using namespace lushan;
using namespace lushan::kernels;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

// Runs five steps of a rule beside its formula in double, over lengths with every tail.
template <class Rule, class Formula>
void compare(Rule rule, Formula formula) {
  for (const std::size_t n : {1, 3, 4, 5, 8, 11}) {
    Rng rng(n, "optimizer");
    std::vector<float> p(n), g(n), s(n + 1, 0.0f), r(n + 1, 0.0f);
    fill_uniform(rng, p, -1, 1);
    std::vector<double> dp(p.begin(), p.end()), ds(n, 0.0), dr(n, 0.0);
    for (int t = 1; t <= 5; ++t) {
      fill_uniform(rng, g, -1, 1);
      rule(p.data(), g.data(), s.data(), r.data(), n, t);
      for (std::size_t i = 0; i < n; ++i) {
        formula(dp[i], g[i], ds[i], dr[i], t);
        REQUIRE_THAT(p[i], WithinRel(dp[i], 1e-5) || WithinAbs(dp[i], 1e-6));
        REQUIRE_THAT(s[i], WithinRel(ds[i], 1e-5) || WithinAbs(ds[i], 1e-6));
        REQUIRE_THAT(r[i], WithinRel(dr[i], 1e-5) || WithinAbs(dr[i], 1e-6));
      }
      REQUIRE(s[n] == 0.0f);
      REQUIRE(r[n] == 0.0f);
    }
  }
}

constexpr float lr = 0.1f, mu = 0.9f, eps = 1e-3f;

}  // namespace

TEST_CASE("update rules agree with their formulas", "[kernels]") {
  SECTION("sgd") {
    compare([](auto p, auto g, auto, auto, auto n, int) { sgd(p, g, n, lr); },
            [](double& p, double g, double&, double&, int) { p -= lr * g; });
  }
  SECTION("momentum") {
    compare([](auto p, auto g, auto s, auto, auto n, int) { momentum(p, g, s, n, lr, mu); },
            [](double& p, double g, double& v, double&, int) {
              v = mu * v + g;
              p -= lr * v;
            });
  }
  SECTION("nesterov") {
    compare([](auto p, auto g, auto s, auto, auto n, int) { nesterov(p, g, s, n, lr, mu); },
            [](double& p, double g, double& v, double&, int) {
              v = mu * v + g;
              p -= lr * (g + mu * v);
            });
  }
  SECTION("rmsprop") {
    compare([](auto p, auto g, auto s, auto, auto n, int) { rmsprop(p, g, s, n, lr, mu, eps); },
            [](double& p, double g, double& s, double&, int) {
              s = mu * s + (1 - mu) * g * g;
              p -= lr * g / (std::sqrt(s) + eps);
            });
  }
  SECTION("adagrad") {
    compare([](auto p, auto g, auto s, auto, auto n, int) { adagrad(p, g, s, n, lr, eps); },
            [](double& p, double g, double& s, double&, int) {
              s += g * g;
              p -= lr * g / (std::sqrt(s) + eps);
            });
  }
  for (const float decay : {0.0f, 0.1f}) {
    DYNAMIC_SECTION("adam, decay " << decay) {
      compare(
          [decay](auto p, auto g, auto m, auto v, auto n, int t) {
            adam(p, g, m, v, n,
                 {.lr = lr,
                  .beta1 = 0.9f,
                  .beta2 = 0.99f,
                  .eps = eps,
                  .correction1 = static_cast<float>(1 - std::pow(0.9, t)),
                  .correction2 = static_cast<float>(1 - std::pow(0.99, t)),
                  .decay = decay});
          },
          [decay](double& p, double g, double& m, double& v, int t) {
            m = 0.9 * m + 0.1 * g;
            v = 0.99 * v + 0.01 * g * g;
            const double m_hat = m / (1 - std::pow(0.9, t)), v_hat = v / (1 - std::pow(0.99, t));
            p = p * (1 - lr * decay) - lr * m_hat / (std::sqrt(v_hat) + eps);
          });
    }
  }
}

TEST_CASE("the gradient of weight penalties", "[kernels]") {
  const float p[] = {2, -2, 0, 1, -3};
  float g[] = {1, 1, 1, 1, 1};
  add_penalty_gradient(p, g, 5, 0.25f, 0.5f);
  CHECK(std::vector<float>(g, g + 5) == std::vector<float>{2.25f, -0.25f, 1, 1.75f, -0.75f});
}
