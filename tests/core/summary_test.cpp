#include <catch_amalgamated.hpp>
#include <cmath>

#include "ops/ops.h"
#include "tensor/error.h"
#include "train/session.h"

using namespace lushan;
using Catch::Matchers::WithinRel;

namespace {

const std::string recall = R"({"lushan":1,"seed":5,"task":{"kind":"recall","length":7},
  "model":{"layers":[{"kind":"embedding","dim":4},{"kind":"lstm","units":3,"output":"last"}]},
  "train":{"batch":6}})";

}  // namespace

TEST_CASE("the flow of a gradient is its length at each step, averaged over the batch",
          "[summary]") {
  Session s(parse_experiment(recall), {});
  const std::string state = "lstm_1/layer_1/forwards/state";
  const int flow = s.find("summary:flow/" + state);
  s.run(3);
  s.refresh_summaries();
  const auto dx = s.view(s.find("train:" + state + ".grad"));
  const Shape shape = s.shape(s.find("train:" + state + ".grad"));
  REQUIRE(s.shape(flow) == Shape{shape[0]});
  for (int t = 0; t < shape[0]; ++t) {
    double mean = 0;
    for (int b = 0; b < shape[1]; ++b) {
      double squares = 0;
      for (int u = 0; u < shape[2]; ++u) {
        const auto d =
            static_cast<double>(dx[static_cast<std::size_t>((t * shape[1] + b) * shape[2] + u)]);
        squares += d * d;
      }
      mean += std::sqrt(squares) / shape[1];
    }
    CHECK(mean > 0);
    CHECK_THAT(s.view(flow)[static_cast<std::size_t>(t)],
               WithinRel(static_cast<float>(mean), 1e-6f));
  }
}

TEST_CASE("the norms are those of every parameter and its gradient", "[summary]") {
  Session s(parse_experiment(recall), {});
  const int norms = s.find("summary:norms");
  s.run(2);
  s.refresh_summaries();
  const auto list = s.parameters().list();
  REQUIRE(s.shape(norms) == Shape{static_cast<int>(list.size()), 2});
  double squares = 0;
  for (std::size_t id = 0; id < list.size(); ++id) {
    const double norm = static_cast<double>(s.view(norms)[2 * id + 1]);
    squares += norm * norm;
    double value = 0;
    for (const float w : s.parameters().value(static_cast<int>(id))) {
      value += static_cast<double>(w) * static_cast<double>(w);
    }
    CHECK_THAT(s.view(norms)[2 * id], WithinRel(static_cast<float>(std::sqrt(value)), 1e-6f));
  }
  CHECK_THAT(std::sqrt(squares), WithinRel(s.gradient_norm(), 1e-5));
}

TEST_CASE("the ranges of gates are found among the parts of a cell's steps", "[summary]") {
  Parameters parameters;
  Graph g(parameters);
  // two steps of two examples, of one unit and two gates: states, gates, and what comes behind them
  const Var x = g.input("cells", {2, 8, 1});
  parameters.allocate(0);
  Plan plan(g, PlanMode::inference);
  std::ranges::copy(std::vector<float>{90, 91, 1, -1, 2, -2, 92, 93,  //
                                       94, 95, 3, 0, 4, -4, 96, 97},
                    plan.value(x).begin());
  Summary gates = Summary::of("gates:2/cells", plan);
  REQUIRE(gates.shape == Shape{2, 3});
  gates.compute(plan);
  CHECK(gates.values == std::vector<float>{1, 4, 1, -4, 0, 1});
  for (const char* none : {"gates:3/cells", "gates/cells", "gates:2/nowhere", "ranges:/nowhere"}) {
    CHECK(Summary::of(none, plan).shape.rank() == 0);
  }
}

TEST_CASE(
    "the ranges and moments are those of each unit over the batch, of each channel of a picture",
    "[summary]") {
  Parameters parameters;
  Graph g(parameters);
  const Var x = g.input("x", {2, 2, 1, 3}), rows = g.input("rows", {3, 2});
  parameters.allocate(0);
  Plan plan(g, PlanMode::inference);
  std::ranges::copy(std::vector<float>{1, -2, 3, 0, 0, 0, 5, 4, -6, 0, 0, 0},
                    plan.value(x).begin());
  std::ranges::copy(std::vector<float>{-1, 0, -3, 2, -2, 1}, plan.value(rows).begin());
  Summary channels = Summary::of("ranges/x", plan), units = Summary::of("ranges/rows", plan);
  REQUIRE(channels.shape == Shape{2, 3});
  channels.compute(plan);
  units.compute(plan);
  CHECK(channels.values == std::vector<float>{-6, 5, 1, 0, 0, 0});
  CHECK(units.values == std::vector<float>{-3, -1, 1, 0, 2, 1});
  Summary moments = Summary::of("moments/x", plan);
  REQUIRE(moments.shape == Shape{2, 2});
  moments.compute(plan);
  CHECK_THAT(moments.values[0], WithinRel(5.0f / 6, 1e-6f));
  CHECK_THAT(moments.values[1], WithinRel(std::sqrt(91.0f / 6 - 25.0f / 36), 1e-6f));
  CHECK(moments.values[2] == 0);
  CHECK(moments.values[3] == 0);
}

TEST_CASE("a summary of what is not there is refused", "[summary]") {
  Session s(parse_experiment(recall), {});
  for (const char* path : {"summary:", "summary:flow", "summary:flow/nothing", "summary:flow/input",
                           "summary:other/lstm_1/value", "summary:ranges/lstm_1/layer_1/bias"}) {
    INFO(path);
    CHECK_THROWS_AS(s.find(path), Error);
  }
}
