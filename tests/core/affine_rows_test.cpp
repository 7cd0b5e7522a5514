// The affine map of rows that were looked up, against the look-up and the affine map on their own.
#include <algorithm>
#include <catch_amalgamated.hpp>

#include "graph/plan.h"
#include "ops/ops.h"
#include "random_floats.h"

using namespace lushan;

namespace {

struct Sizes {
  int steps, batch, kinds, inner, width;
  bool bias;
  float factor;
};

// Values and gradients of table, W, b and of what lies between.
struct Result {
  Result(const Sizes& s, bool at_once, std::uint64_t seed) {
    Parameters parameters;
    Graph g(parameters);
    const Var tokens = g.input("tokens", {s.steps, s.batch});
    const Var table = g.input("table", {s.kinds, s.inner});
    const Var w = g.input("w", {s.inner, s.width});
    const Var b = s.bias ? g.input("b", {s.width}) : Var{};
    const Attributes scaled{.f = {s.factor}};
    const Var x = g.apply(op_embedding, {tokens, table}, scaled);
    const Var y = at_once ? g.apply(op_affine_rows, {x, w, b, tokens, table}, scaled)
                          : g.apply(op_affine, {x, w, b});
    const Var loss = g.apply(op_mean, {g.apply(op_multiply, {y, y})});
    Plan plan(g, PlanMode::input_gradients);
    Rng rng(seed, "affine_rows");
    for (float& token : plan.value(tokens)) token = static_cast<float>(rng.below(s.kinds));
    for (const Var input : {table, w, b}) {
      if (input.id < 0) continue;
      for (float& v : plan.value(input)) v = rng.uniform(-1, 1);
    }
    plan.forward({.training = true});
    plan.backward(loss);
    const auto copy = [](std::span<const float> v) { return Floats(v.begin(), v.end()); };
    value = copy(plan.value(y));
    dx = copy(plan.gradient(x));
    for (const Var input : {table, w, b}) {
      gradients.push_back(input.id < 0 ? Floats{} : copy(plan.gradient(input)));
    }
  }

  Floats value, dx;
  std::vector<Floats> gradients;
};

}  // namespace

TEST_CASE("affine_rows: a look-up and an affine map, forward to the bit", "[affine_rows]") {
  Rng rng(7, "sizes");
  for (int trial = 0; trial < 40; ++trial) {
    const Sizes s{1 + rng.below(9),
                  1 + rng.below(9),
                  1 + rng.below(12),
                  1 + rng.below(40),
                  1 + rng.below(70),
                  rng.below(2) == 1,
                  rng.below(2) == 1 ? 2.5f : 0.0f};
    INFO(s.steps << " x " << s.batch << " of " << s.kinds << ", " << s.inner << " to " << s.width);
    const auto seed = static_cast<std::uint64_t>(trial);
    const Result apart(s, false, seed), at_once(s, true, seed);
    CHECK(at_once.value == apart.value);
    CHECK(at_once.dx == apart.dx);
    for (std::size_t i = 0; i < apart.gradients.size(); ++i) {
      INFO("input " << i);
      REQUIRE(at_once.gradients[i].size() == apart.gradients[i].size());
      for (std::size_t k = 0; k < apart.gradients[i].size(); ++k) {
        CHECK_THAT(at_once.gradients[i][k],
                   Catch::Matchers::WithinAbs(apart.gradients[i][k], 1e-6) ||
                       Catch::Matchers::WithinRel(apart.gradients[i][k], 1e-5f));
      }
    }
  }
}

TEST_CASE("affine_rows: refuses rows of another table", "[affine_rows]") {
  Parameters parameters;
  Graph g(parameters);
  const Var tokens = g.input("tokens", {3, 2}), table = g.input("table", {4, 5});
  const Var x = g.input("x", {3, 2, 6}), w = g.input("w", {6, 2});
  CHECK_THROWS_WITH(g.apply(op_affine_rows, {x, w, {}, tokens, table}),
                    Catch::Matchers::ContainsSubstring("cannot be rows of the table"));
}
