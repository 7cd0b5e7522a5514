#include "nn/initializer.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <string>
#include <vector>

using namespace lushan;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr int fan_in = 300, fan_out = 200;

std::vector<float> draw(std::string_view name, std::uint64_t seed = 5) {
  std::vector<float> w(fan_in * fan_out);
  Rng rng(seed, "weight");
  initializer(name).fill(rng, w, fan_in, fan_out);
  return w;
}

}  // namespace

TEST_CASE("initializers: names and entries agree") {
  REQUIRE(initializers().size() == initializer_names().size());
  for (std::size_t i = 0; i < initializers().size(); ++i) {
    CHECK(initializers()[i]->name == initializer_names()[i]);
    CHECK(&initializer(initializer_names()[i]) == initializers()[i]);
  }
}

TEST_CASE("initializers: mean, deviation and extent are the ones of their source") {
  struct Case {
    const char* name;
    double deviation;
    double extent;  // of a uniform distribution; 0: normal
  };
  const auto uniform = [](const char* name, double a) { return Case{name, a / std::sqrt(3.0), a}; };
  const Case c = GENERATE_REF(values<Case>({
      uniform("uniform", 0.5),
      {"normal", 0.05, 0},
      uniform("xavier_uniform", std::sqrt(6.0 / 500)),
      {"xavier_normal", std::sqrt(2.0 / 500), 0},
      uniform("he_uniform", std::sqrt(6.0 / 300)),
      {"he_normal", std::sqrt(2.0 / 300), 0},
      uniform("lecun_uniform", std::sqrt(3.0 / 300)),
      {"lecun_normal", std::sqrt(1.0 / 300), 0},
  }));
  CAPTURE(c.name);
  const std::vector<float> w = draw(c.name);
  double sum = 0, squares = 0;
  for (const float x : w) sum += x, squares += double{x} * x;
  const auto n = static_cast<double>(w.size());
  // 60,000 draws: the mean is off by 0.4 % of a deviation, the deviation itself by 0.3 % (normal)
  CHECK_THAT(sum / n, WithinAbs(0, 0.02 * c.deviation));
  CHECK_THAT(std::sqrt(squares / n), WithinRel(c.deviation, 0.015));
  const float greatest =
      std::abs(*std::ranges::max_element(w, {}, [](float x) { return std::abs(x); }));
  if (c.extent > 0) {
    CHECK(greatest <= static_cast<float>(c.extent));
    CHECK(greatest > 0.999f * static_cast<float>(c.extent));
  } else {
    CHECK(greatest > 3.5 * c.deviation);  // the tails are not cut
  }
}

TEST_CASE("initializers: zeros is all zeros") {
  CHECK(std::ranges::all_of(draw("zeros"), [](float x) { return x == 0; }));
}

namespace {

// <a, b> of weights `step` apart
double product(std::span<const float> w, std::size_t a, std::size_t b, std::size_t count,
               std::size_t step) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sum += static_cast<double>(w[a + i * step]) * static_cast<double>(w[b + i * step]);
  }
  return sum;
}

}  // namespace

TEST_CASE("initializers: orthogonal units, gate by gate, wherever their weights lie") {
  struct Case {
    int fan_in, units, fan_out;
    bool by_unit;
  };
  const Case c = GENERATE(values<Case>({
      {7, 5, 5, false},    // dense
      {5, 12, 12, false},  // more units than weights: five at a time
      {6, 24, 24, false},  // what comes from an lstm's state
      {9, 24, 6, false},   // what comes from its input
      {4, 18, 6, false},   // a gru's, with few inputs
      {25, 3, 75, true},   // a convolution's channels
      {9, 16, 36, true},   // more of them than weights
      {32, 7, 32, true},   // an embedding that is wider than its vocabulary
  }));
  CAPTURE(c.fan_in, c.units, c.fan_out, c.by_unit);
  const auto size = static_cast<std::size_t>(c.fan_in * c.units);
  std::vector<float> memory(size + 2, 7.0f);
  const std::span<float> w = std::span(memory).subspan(1, size);
  Rng rng(3, "weight");
  const InitializerDef& def = initializer("orthogonal");
  (c.by_unit ? fill_by_unit(def) : def.fill)(rng, w, c.fan_in, c.fan_out);
  CHECK((memory.front() == 7.0f && memory.back() == 7.0f));
  const int gate = c.by_unit ? c.units : c.fan_out;
  for (int j = 0; j < c.units; ++j) {
    for (int k = 0; k <= j; ++k) {
      const bool together = j / gate == k / gate && j % gate / c.fan_in == k % gate / c.fan_in;
      if (!together) continue;
      CAPTURE(j, k);
      const auto of = [&](int unit) {
        return static_cast<std::size_t>(c.by_unit ? unit * c.fan_in : unit);
      };
      const auto step = static_cast<std::size_t>(c.by_unit ? 1 : c.units);
      const double value = product(w, of(j), of(k), static_cast<std::size_t>(c.fan_in), step);
      CHECK_THAT(value, WithinAbs(j == k ? 1.0 : 0.0, 1e-5));
    }
  }
}

TEST_CASE("initializers: a seed decides every weight") {
  const std::string name(GENERATE(from_range(initializer_names())));
  CAPTURE(name);
  CHECK(draw(name) == draw(name));
  if (name != "zeros") CHECK(draw(name) != draw(name, 6));
}
