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

TEST_CASE("initializers: a seed decides every weight") {
  const std::string name(GENERATE(from_range(initializer_names())));
  CAPTURE(name);
  CHECK(draw(name) == draw(name));
  if (name != "zeros") CHECK(draw(name) != draw(name, 6));
}
