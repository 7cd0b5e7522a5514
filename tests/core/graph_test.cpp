#include <catch_amalgamated.hpp>

#include "graph/plan.h"
#include "ops/ops.h"
#include "tensor/error.h"

using namespace lushan;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr Start at_half{.constant = 0.5f};

}  // namespace

TEST_CASE("a shape error is found while recording and names the place", "[graph]") {
  Parameters parameters;
  Graph g(parameters);
  const Var x = g.input("input", {4, 3});
  const Graph::Scope scope(g, "dense_1");
  const Var w = g.parameter("weight", {5, 2}, at_half, true);
  REQUIRE_THROWS_WITH(g.apply(op_affine, {x, w}), ContainsSubstring("dense_1/affine") &&
                                                      ContainsSubstring("4×3") &&
                                                      ContainsSubstring("5×2"));
}

TEST_CASE("what was read of a node holds while others are recorded", "[graph]") {
  Parameters parameters;
  Graph g(parameters);
  const Var x = g.input("x", {3, 4});
  const Node& node = g.node(x);
  for (int k = 0; k < 1000; ++k) g.view(x, {12});
  CHECK(&g.node(x) == &node);
  CHECK(node.shape == Shape{3, 4});
}

TEST_CASE("scopes nest and close", "[graph]") {
  Parameters parameters;
  Graph g(parameters);
  {
    const Graph::Scope outer(g, "encoder");
    const Graph::Scope inner(g, "1");
    CHECK(g.full_name("weights") == "encoder/1/weights");
  }
  CHECK(g.full_name("weights") == "weights");
}

TEST_CASE("a view shares its parent's memory, value and gradient", "[graph]") {
  Parameters parameters;
  Graph g(parameters);
  const Var x = g.input("x", {3, 4});
  const Var row = g.view(x, {1, 4}, 4);
  const Var w = g.input("w", {4, 1});
  const Var loss = g.apply(op_affine, {row, w});
  parameters.allocate(0);
  Plan plan(g, PlanMode::input_gradients);
  CHECK(plan.value(row).data() == plan.value(x).data() + 4);
  std::ranges::fill(plan.value(w), 2.0f);
  plan.forward({});
  plan.backward(loss);
  const auto dx = plan.gradient(x);
  for (std::size_t i = 0; i < 12; ++i) CHECK(dx[i] == (i >= 4 && i < 8 ? 2.0f : 0.0f));
}

TEST_CASE("a view past the end is refused", "[graph]") {
  Parameters parameters;
  Graph g(parameters);
  const Var x = g.input("x", {3, 4});
  REQUIRE_THROWS_AS(g.view(x, {2, 4}, 8), Error);
  REQUIRE_THROWS_AS(g.view(x, {13}), Error);
}

TEST_CASE("placed nodes may neither overlap nor leave their room", "[graph]") {
  Parameters parameters;
  Graph g(parameters);
  const Var x = g.input("x", {2, 3});
  const Var room = g.room({3, 3});
  g.place(g.apply(op_tanh, {x}), room, 0);
  REQUIRE_THROWS_AS(g.place(g.apply(op_tanh, {x}), room, 3), Error);
  REQUIRE_THROWS_AS(g.place(g.apply(op_tanh, {x}), room, 6), Error);
  const Var read = g.apply(op_tanh, {x});
  g.apply(op_relu, {read});
  REQUIRE_THROWS_AS(g.place(read, g.room({2, 3}), 0), Error);
}

TEST_CASE("parameters are shared by name, and refused under another shape", "[graph]") {
  Parameters parameters;
  Graph a(parameters), b(parameters);
  a.parameter("weight", {2, 3}, at_half, true);
  b.parameter("weight", {2, 3}, at_half, true);
  CHECK(parameters.list().size() == 1);
  REQUIRE_THROWS_WITH(b.parameter("weight", {3, 2}, at_half, true), ContainsSubstring("2×3"));
}

TEST_CASE("the memory estimate is what the plan takes", "[graph]") {
  Parameters parameters;
  Graph g(parameters);
  const Var x = g.input("x", {5, 3});
  const Var y = g.apply(op_tanh, {x});
  const std::size_t inference = Plan::bytes(g, PlanMode::inference);
  const std::size_t training = Plan::bytes(g, PlanMode::input_gradients);
  constexpr std::size_t tensor = 16 * sizeof(float);  // of 15 floats, padded
  CHECK(inference >= 2 * tensor);
  CHECK(training >= inference + 2 * tensor);
  parameters.allocate(0);
  Plan plan(g, PlanMode::inference);
  CHECK(plan.gradient(y).empty());
}

TEST_CASE("the first node that is not finite is named in order of execution", "[graph]") {
  Parameters parameters;
  Graph g(parameters);
  const Var x = g.input("x", {2, 2});
  const Var a = g.apply(op_softplus, {x});
  const Var b = g.apply(op_relu, {a});
  parameters.allocate(0);
  Plan plan(g, PlanMode::inference);
  plan.forward({});
  CHECK(plan.first_non_finite().id == -1);
  plan.value(a)[1] = std::numeric_limits<float>::infinity();
  plan.value(b)[1] = std::numeric_limits<float>::quiet_NaN();
  CHECK(plan.first_non_finite().id == a.id);
}
