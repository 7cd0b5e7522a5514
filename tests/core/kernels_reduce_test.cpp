#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/random.h"
#include "kernels/reduce.h"

using namespace lushan;
using namespace lushan::kernels;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

std::vector<float> terms(std::size_t n, float lo = -1, float hi = 1) {
  Rng rng(n, "reduce");
  std::vector<float> x(n);
  fill_uniform(rng, x, lo, hi);
  return x;
}

}  // namespace

TEST_CASE("sums agree with the naive ones", "[kernels]") {
  for (const std::size_t n : {0, 1, 3, 4, 5, 8, 63, 64, 4095, 4096, 4097, 4101, 20000}) {
    INFO(n);
    const auto a = terms(n), b = terms(n, 0, 3);
    // both add doubles; only their order differs, and with it the last of 15 digits
    CHECK_THAT(sum(a.data(), n), WithinRel(naive::sum(a.data(), n), 1e-12) || WithinAbs(0, 1e-12));
    CHECK_THAT(dot(a.data(), b.data(), n),
               WithinRel(naive::dot(a.data(), b.data(), n), 1e-12) || WithinAbs(0, 1e-12));
    CHECK_THAT(sum_squares(a.data(), n), WithinRel(naive::dot(a.data(), a.data(), n), 1e-12));
  }
  const float x[] = {1, 2, 4, 5};
  CHECK(mean(x, 4) == 3.0);
}

TEST_CASE("a long sum is its blocks' sums in order", "[kernels]") {
  const auto x = terms(3 * reduction_block + 5);
  double total = 0;
  for (std::size_t i = 0; i < x.size(); i += reduction_block) {
    total += sum(x.data() + i, std::min(reduction_block, x.size() - i));
  }
  CHECK(sum(x.data(), x.size()) == total);
}

TEST_CASE("max is the largest element, or NaN", "[kernels]") {
  for (std::size_t n = 1; n < 20; ++n) {
    auto x = terms(n, -5, -1);
    CHECK(max(x.data(), n) == *std::max_element(x.begin(), x.end()));
    for (std::size_t i = 0; i < n; ++i) {
      auto y = x;
      y[i] = -0.5f;
      CHECK(max(y.data(), n) == -0.5f);
      y[i] = std::numeric_limits<float>::quiet_NaN();
      CHECK(std::isnan(max(y.data(), n)));
    }
  }
}

TEST_CASE("the first non-finite element is found wherever it is", "[kernels]") {
  for (std::size_t n = 0; n < 20; ++n) {
    auto x = terms(n, -1e38f, 1e38f);
    CHECK(all_finite(x.data(), n));
    CHECK(first_non_finite(x.data(), n) == n);
    for (std::size_t i = n; i-- > 0;) {
      x[i] = i % 2 == 0 ? std::numeric_limits<float>::quiet_NaN()
                        : -std::numeric_limits<float>::infinity();
      CHECK_FALSE(all_finite(x.data(), n));
      CHECK(first_non_finite(x.data(), n) == i);
    }
  }
}

TEST_CASE("sum_rows accumulates columns in row order", "[kernels]") {
  for (const int rows : {1, 2, 10, 33}) {
    for (const int cols : {1, 2, 3, 4, 5, 8, 15, 16, 17, 37, 64}) {
      INFO(rows << "x" << cols);
      const auto x = terms(static_cast<std::size_t>(rows * cols));
      auto s = terms(static_cast<std::size_t>(cols)), expected = s;
      sum_rows(x.data(), s.data(), rows, cols);
      naive::sum_rows(x.data(), expected.data(), rows, cols);
      CHECK(s == expected);  // the same order, so the same bits
    }
  }
}
