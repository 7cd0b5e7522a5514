#include <catch_amalgamated.hpp>
#include <cmath>
#include <numeric>

#include "allocation_count.h"
#include "runs.h"
#include "tensor/error.h"
#include "train/session.h"

using namespace lushan;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::string line_by_sgd =
    R"({"lushan":1,"seed":3,"task":{"kind":"linear","inputs":1,"noise":0.1},
  "train":{"loss":{"kind":"squared"},"optimizer":{"kind":"sgd","lr":0.01},"batch":20}})";

}  // namespace

TEST_CASE("a steady step takes no memory", "[session]") {
  Session s(parse_experiment(spiral), {});
  s.run(100);  // into the second epoch and beyond
  const std::size_t before = allocation_count();
  s.run(200);
  CHECK(allocation_count() == before);
  CHECK(s.step() == 300);
}

TEST_CASE("a spiral is learnt", "[session]") {
  Session s(parse_experiment(R"({"lushan":1,"task":{"kind":"spiral","noise":0},
      "model":{"layers":[{"kind":"dense","units":16,"activation":"relu"},
                         {"kind":"dense","units":16,"activation":"relu"}]},
      "train":{"optimizer":{"kind":"adam","lr":0.01},"batch":10}})"),
            {});
  s.run(4000);
  CHECK(s.evaluate(Split::test).accuracy > 0.95);
}

TEST_CASE("the same document trains to the same bits", "[session]") {
  Session a(parse_experiment(spiral), {}), b(parse_experiment(spiral), {});
  a.run(200);
  for (int k = 0; k < 20; ++k) {
    b.run(10);
    // looking does not disturb
    b.evaluate(Split::train);
    b.refresh_grid();
    b.gradient_norm();
  }
  CHECK(a.fingerprint() == b.fingerprint());
}

TEST_CASE("gradient descent walks to the least-squares solution", "[session]") {
  Session s(parse_experiment(line_by_sgd), {});
  const LeastSquares best = s.solution();
  REQUIRE(best.weights.size() == 1);
  s.run(20000);
  const double w = s.view(s.find("parameter:output/weight"))[0];
  const double b = s.view(s.find("parameter:output/bias"))[0];
  // batches are not the whole set, so the last digits keep moving
  CHECK_THAT(w, Catch::Matchers::WithinAbs(best.weights[0], 0.02));
  CHECK_THAT(b, Catch::Matchers::WithinAbs(best.bias, 0.02));
  CHECK(s.evaluate(Split::train).loss >= best.mean_squared_error - 1e-6);
}

TEST_CASE("the loss surface has its lowest point at the solution and leaves the weights alone",
          "[session]") {
  Session s(parse_experiment(line_by_sgd), {});
  s.run(50);
  const std::uint64_t before = s.fingerprint();
  const LeastSquares best = s.solution();
  const double w = best.weights[0], b = best.bias;
  const auto surface =
      s.landscape({"output/weight", 0, w - 2, w + 2}, {"output/bias", 0, b - 2, b + 2}, 21);
  const auto lowest = std::ranges::min_element(surface) - surface.begin();
  CHECK(lowest == 10 * 21 + 10);
  CHECK_THAT(static_cast<double>(surface[220]),
             Catch::Matchers::WithinRel(best.mean_squared_error, 1e-4));
  CHECK(s.fingerprint() == before);
}

TEST_CASE("the trace holds what is trained, and no running statistics", "[session]") {
  Session s(parse_experiment(R"({"lushan": 1, "task": {"kind": "spiral", "samples": 20},
    "model": {"layers": [{"kind": "batch_norm"}]}, "train": {"batch": 4}})"),
            {});
  s.run(3);
  const Parameters& parameters = s.parameters();
  const std::size_t width = 1 + parameters.count();
  REQUIRE(s.trace().data().size() == 4 * width);
  const auto last = s.trace().data().last(width - 1);
  std::vector<float> trained;
  for (std::size_t id = 0; id < parameters.list().size(); ++id) {
    const auto value = parameters.value(static_cast<int>(id));
    if (parameters.list()[id].trains) trained.insert(trained.end(), value.begin(), value.end());
  }
  CHECK(std::ranges::equal(last, trained));
}

TEST_CASE("the trace follows the parameters from the first step on", "[session]") {
  Session s(parse_experiment(line_by_sgd), {});
  s.run(5000);
  const auto rows = s.trace().data();
  REQUIRE(rows.size() % 3 == 0);
  REQUIRE(rows.size() / 3 > Trace::rows / 2 - 1);
  REQUIRE(rows.size() / 3 <= Trace::rows);
  CHECK(rows[0] == 0);
  for (std::size_t r = 3; r < rows.size(); r += 3) CHECK(rows[r] > rows[r - 3]);
}

TEST_CASE("a loss that is not finite stops the run and names the node", "[session]") {
  std::string wild = line_by_sgd;
  wild.replace(wild.find("0.01},"), 4, "10");
  Session s(parse_experiment(wild), {});
  const int done = s.run(10000);
  REQUIRE(s.stop());
  CHECK(done < 10000);
  CHECK(s.stop()->step == s.step());
  CHECK_THAT(s.stop()->message,
             ContainsSubstring(s.stop()->node) && ContainsSubstring("learning rate"));
  CHECK_FALSE(s.stop()->node.empty());
  CHECK(s.run(1) == 0);
}

TEST_CASE("live changes: rate, optimizer, batch and dropout; not the loss", "[session]") {
  Session s(parse_experiment(spiral), {});
  s.run(10);
  s.set_training(
      R"({"optimizer":{"kind":"sgd","lr":0.5},"batch":64,"schedule":{"kind":"constant"}})");
  CHECK(s.learning_rate() == 0.5);
  CHECK(s.shape(s.find("train:dense_1/linear")) == Shape{64, 8});
  CHECK(s.run(10) == 10);
  s.set_option("dropout_1.rate", 0.9);
  CHECK(s.run(1) == 1);
  const auto dropped = s.view(s.find("train:dropout_1/value"));
  CHECK(std::ranges::count(dropped, 0.0f) > 350);  // of 512, 461 expected
  CHECK_THROWS_WITH(s.set_option("dropout_1.rate", 2), ContainsSubstring("dropout_1.rate"));
  CHECK_THROWS_AS(s.set_option("dense_1.units", 4), Error);
  CHECK_THROWS_WITH(s.set_training(R"({"loss":{"kind":"hinge"}})"), ContainsSubstring("reset"));
  CHECK_THROWS_WITH(s.set_training(R"({"batch":0})"), ContainsSubstring("train.batch is 0"));
  CHECK(s.run(1) == 1);
}

TEST_CASE("weights are saved and loaded whole, or refused whole", "[session]") {
  Session a(parse_experiment(spiral), {}), b(parse_experiment(spiral), {});
  a.run(50);
  const auto bytes = a.save_weights();
  b.load_weights(bytes);
  CHECK(a.fingerprint() == b.fingerprint());
  Session other(parse_experiment(line_by_sgd), {});
  const std::uint64_t before = other.fingerprint();
  CHECK_THROWS_WITH(other.load_weights(bytes), ContainsSubstring("another network"));
  CHECK(other.fingerprint() == before);
}

TEST_CASE("a weight can be set by hand, within its tensor", "[session]") {
  Session s(parse_experiment(spiral), {});
  s.set_parameter("dense_1/weight", 3, 0.25);
  CHECK(s.view(s.find("parameter:dense_1/weight"))[3] == 0.25f);
  CHECK_THROWS_AS(s.set_parameter("dense_1/weight", 16, 0), Error);
  CHECK_THROWS_AS(s.set_parameter("dense_1/weight", -1, 0), Error);
  CHECK_THROWS_AS(s.set_parameter("dense_9/weight", 0, 0), Error);
  CHECK_THROWS_AS(s.set_parameter("dense_1/weight", 0, std::nan("")), Error);
}

TEST_CASE("what can be watched, and what cannot", "[session]") {
  Session s(parse_experiment(spiral), {});
  s.run(1);
  s.refresh_grid();
  s.refresh_example();
  s.evaluate(Split::test);
  const int classes = 2;
  CHECK(s.shape(s.find("grid:output/probability")) == Shape{64 * 64, classes});
  CHECK(s.shape(s.find("example:dense_1/activation")) == Shape{1, 8});
  CHECK(s.shape(s.find("parameter:dense_1/weight.grad")) == Shape{2, 8});
  CHECK(s.shape(s.find("test:confusion")) == Shape{classes, classes});
  const auto probability = s.view(s.find("grid:output/probability"));
  CHECK_THAT(probability[0] + probability[1], Catch::Matchers::WithinRel(1.0f, 1e-5f));
  const auto confusion = s.view(s.find("test:confusion"));
  CHECK(std::accumulate(confusion.begin(), confusion.end(), 0.0f) ==
        static_cast<float>(s.blueprint().data.test()));
  for (const char* path : {"", "grid", "grid:", "grid:nothing", "test:x", "data:x", "data:train/z",
                           "other:dense_1/weight", "grid:dense_1/linear.grad"}) {
    INFO(path);
    CHECK_THROWS_AS(s.find(path), Error);
  }
}

TEST_CASE("an example given by hand is checked", "[session]") {
  Session s(parse_experiment(spiral), {});
  const std::vector<float> point{1.0f, -2.0f};
  s.set_example_input(point);
  CHECK_THROWS_AS(s.set_example_input(std::vector<float>{1.0f}), Error);
  CHECK_THROWS_AS(s.set_example_input(std::vector<float>{1.0f, std::nanf("")}), Error);
  CHECK_THROWS_AS(s.set_example(Split::test, 100000), Error);
  CHECK(s.view(s.find("example:input"))[1] == -2.0f);
}
