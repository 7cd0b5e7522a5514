#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include "kernels/random.h"
#include "kernels/reduce.h"
#include "kernels/scalar.h"

using namespace lushan;
using namespace lushan::kernels;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("philox gives the known answers of Random123", "[kernels]") {
  using Block = std::array<std::uint32_t, 4>;
  CHECK(philox4x32({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}) ==
        Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("streams are repeatable and differ by seed and name", "[kernels]") {
  std::set<std::uint32_t> firsts;
  for (const std::uint64_t seed : {0ull, 1ull, 7ull, 1ull << 32}) {
    for (const char* name : {"", "data", "weights", "weights/1", "weights/2"}) {
      Rng a(seed, name), b(seed, name);
      firsts.insert(Rng(seed, name).next_u32());
      for (int i = 0; i < 9; ++i) CHECK(a.next_u32() == b.next_u32());
    }
  }
  CHECK(firsts.size() == 20);
}

TEST_CASE("a generator continues from its position", "[kernels]") {
  Rng a(3, "x");
  std::vector<std::uint32_t> drawn;
  for (int i = 0; i < 20; ++i) drawn.push_back(a.next_u32());
  CHECK(a.position() == 20);
  for (std::uint64_t at = 0; at < 20; ++at) {
    Rng b(3, "x");
    b.seek(at);
    for (std::uint64_t i = at; i < 20; ++i) CHECK(b.next_u32() == drawn[i]);
  }
}

TEST_CASE("uniform numbers fill their interval evenly", "[kernels]") {
  Rng rng(5, "uniform");
  std::vector<float> x(40000);
  fill_uniform(rng, x, -1, 3);
  CHECK(*std::min_element(x.begin(), x.end()) >= -1.0f);
  CHECK(*std::max_element(x.begin(), x.end()) <= 3.0f);
  // four standard errors of the mean (sigma 4 / sqrt(12)) and of a share of a tenth
  CHECK_THAT(mean(x.data(), x.size()), WithinAbs(1.0, 4 * 1.155 / 200));
  for (int tenth = 0; tenth < 10; ++tenth) {
    const auto count = std::count_if(x.begin(), x.end(), [tenth](float v) {
      return std::floor((v + 1) * 2.5f) == static_cast<float>(tenth);
    });
    CHECK(std::abs(count - 4000) < 240);
  }
}

TEST_CASE("below is unbiased and reaches every value", "[kernels]") {
  Rng rng(6, "below");
  for (const int n : {1, 2, 3, 7, 10}) {
    std::vector<int> count(static_cast<std::size_t>(n));
    for (int i = 0; i < 10000 * n; ++i) ++count[static_cast<std::size_t>(rng.below(n))];
    for (const int c : count) CHECK(std::abs(c - 10000) < 400);
  }
  for (int i = 0; i < 1000; ++i) CHECK(rng.below(0x7fffffff) >= 0);
}

TEST_CASE("normal numbers have the moments of the distribution", "[kernels]") {
  Rng rng(7, "normal");
  std::vector<float> x(40000);
  fill_normal(rng, x, 2, 3);
  const double m = mean(x.data(), x.size());
  double m2 = 0, m3 = 0, m4 = 0;
  for (const float v : x) {
    const double z = (v - 2) / 3;
    m2 += z * z / 40000, m3 += z * z * z / 40000, m4 += z * z * z * z / 40000;
  }
  // four standard errors: sigma / 200, and sqrt(2), sqrt(15), sqrt(96) over 200
  CHECK_THAT(m, WithinAbs(2, 0.06));
  CHECK_THAT(m2, WithinAbs(1, 0.029));
  CHECK_THAT(m3, WithinAbs(0, 0.078));
  CHECK_THAT(m4, WithinAbs(3, 0.2));
}

TEST_CASE("a shorter fill is a prefix of a longer one", "[kernels]") {
  for (std::size_t n = 0; n < 17; ++n) {
    Rng a(8, "prefix"), b(8, "prefix");
    std::vector<float> x(17), y(n);
    fill_normal(a, x, 0, 1);
    fill_normal(b, y, 0, 1);
    CHECK(std::equal(y.begin(), y.end(), x.begin()));
  }
}

TEST_CASE("a dropout mask keeps the expected share, scaled", "[kernels]") {
  Rng rng(9, "dropout");
  std::vector<float> mask(10000);
  dropout_mask(rng, 0.2f, mask.data(), mask.size());
  const auto dropped = std::count(mask.begin(), mask.end(), 0.0f);
  CHECK(std::abs(dropped - 2000) < 160);
  CHECK(std::count(mask.begin(), mask.end(), 1.25f) == 10000 - dropped);
  dropout_mask(rng, 0.0f, mask.data(), mask.size());
  CHECK(std::count(mask.begin(), mask.end(), 1.0f) == 10000);
}

TEST_CASE("shuffle permutes, every place equally likely", "[kernels]") {
  Rng rng(10, "shuffle");
  int at[4][4] = {};
  for (int i = 0; i < 4000; ++i) {
    std::vector<int> order{0, 1, 2, 3};
    shuffle(rng, order);
    for (std::size_t place = 0; place < 4; ++place) ++at[order[place]][place];
    std::sort(order.begin(), order.end());
    REQUIRE(order == std::vector<int>{0, 1, 2, 3});
  }
  for (const auto& row : at) {
    for (const int count : row) CHECK(std::abs(count - 1000) < 110);
  }
}

TEST_CASE("scalar functions agree with the C library", "[kernels]") {
  Rng rng(11, "scalar");
  for (int i = 0; i < 2000; ++i) {
    const double x = rng.uniform(-20, 20), y = rng.uniform(0.01f, 30);
    REQUIRE_THAT(kernels::exp(x), WithinRel(std::exp(x), 1e-14));
    REQUIRE_THAT(kernels::log(y), WithinRel(std::log(y), 1e-14) || WithinAbs(std::log(y), 1e-15));
    REQUIRE_THAT(kernels::sin(x), WithinAbs(std::sin(x), 1e-15));
    REQUIRE_THAT(kernels::cos(x), WithinAbs(std::cos(x), 1e-15));
    REQUIRE_THAT(kernels::tanh(x), WithinRel(std::tanh(x), 1e-14));
    REQUIRE_THAT(kernels::erf(x), WithinRel(std::erf(x), 1e-14));
    REQUIRE_THAT(kernels::pow(y, x), WithinRel(std::pow(y, x), 1e-12));
    REQUIRE(kernels::exp(static_cast<float>(x)) == static_cast<float>(kernels::exp(x)));
  }
  CHECK(kernels::pow(2.0, 10.0) == 1024.0);
  CHECK(kernels::pow(10.0, 0.0) == 1.0);
  CHECK(kernels::exp(0.0) == 1.0);
}
