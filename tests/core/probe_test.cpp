// One training step on one example, looked at without taking it.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "allocation_count.h"
#include "json_text.h"
#include "runs.h"
#include "tensor/error.h"
#include "train/gradient_terms.h"
#include "train/session.h"

using namespace lushan;

namespace {

const std::string moons = R"({"lushan":1,"seed":4,"task":{"kind":"moons"},
  "model":{"layers":[{"kind":"dense","units":6},{"kind":"dense","units":5,"activation":"relu"}]},
  "train":{"optimizer":{"kind":"adam","lr":0.02},"batch":1,"l2":0.01,"clip_norm":0.5}})";

const std::string normed = R"({"lushan":1,"seed":4,"task":{"kind":"moons"},
  "model":{"layers":[{"kind":"dense","units":6},{"kind":"batch_norm"},{"kind":"dropout"}]}})";

// The training row that the last batch, of one, was made of.
int row_of_last_batch(Session& s) {
  const auto all = s.view(s.find("data:train/x")), one = s.view(s.find("train:input"));
  for (std::size_t row = 0; row < all.size() / one.size(); ++row) {
    if (std::ranges::equal(all.subspan(row * one.size(), one.size()), one)) {
      return static_cast<int>(row);
    }
  }
  return -1;
}

std::string with_batch_of_one(const Session& s) {
  Json train = write_training(s.blueprint().experiment);
  train["batch"] = 1;
  return train.dump();
}

double loss_with(Session& s, std::string_view parameter, int index, double value) {
  s.set_parameter(parameter, index, value);
  s.refresh_probe();
  return static_cast<double>(s.view(s.find("probe:loss/value"))[0]);
}

}  // namespace

TEST_CASE("probe: its gradients are those of the training plan with a batch of one", "[probe]") {
  int refused = 0;
  for (const Run& run : fingerprinted_runs()) {
    CAPTURE(run.name);
    Session s(parse_experiment(run.experiment), run.asset());
    s.run(10);
    s.find("probe:loss/value");
    s.refresh_probe();

    // the training graph for one example, on the same numbers
    try {
      s.set_training(with_batch_of_one(s));
    } catch (const Error& e) {  // no batch of one vector can be normalized
      CHECK_THAT(e.what(), Catch::Matchers::StartsWith("`batch_norm`"));
      ++refused;
      continue;
    }
    const Blueprint& b = s.blueprint();
    Plan& plan = s.train_plan();
    const auto fill = [&](Var to, const char* from) {
      std::ranges::copy(s.view(s.find(from)), plan.value(to).begin());
    };
    fill(b.train->input, "probe:input");
    fill(b.train->target, "probe:target");
    if (b.train->said.id >= 0) std::ranges::fill(plan.value(b.train->said), -1.0f);
    const bool whole = run.experiment.find("dropout") == std::string::npos &&
                       run.experiment.find("batch_norm") == std::string::npos;
    plan.forward({.training = whole});
    plan.backward(b.train->loss);
    CHECK(plan.value(b.train->loss)[0] == s.view(s.find("probe:loss/value"))[0]);
    for (const Node& node : plan.graph().nodes()) {
      if (node.name.empty() || node.name == "decoder/said") continue;  // a probe has none
      INFO(node.name);
      const auto wanted = plan.gradient(plan.graph().find(node.name));
      CHECK(std::ranges::equal(wanted, s.view(s.find("probe:" + node.name + ".grad"))));
    }
  }
  CHECK(refused == 1);
}

TEST_CASE("probe: a weight's gradient is the sum of the products that are told", "[probe]") {
  std::set<std::string> untold;
  for (const Run& run : fingerprinted_runs()) {
    CAPTURE(run.name);
    Session s(parse_experiment(run.experiment), run.asset());
    s.run(10);
    for (const Parameter& p : s.parameters().list()) {
      if (!p.trains) continue;
      const int count = static_cast<int>(p.shape.size());
      for (const int index : {0, count / 3, count / 2, count - 1}) {
        const Json told = gradient_terms(s, p.name, index);
        double sum = 0, size = 0;
        bool whole = true;
        for (const Json& share : told["shares"]) {
          if (share["places"].empty()) {
            untold.insert(share["op"].get<std::string>());
            whole = false;
          }
          for (std::size_t k = 0; k < share["places"].size(); ++k) {
            const double one = share["errors"][k].get<double>() * share["factors"][k].get<double>();
            sum += one;
            size += std::abs(one);
          }
        }
        CAPTURE(p.name, index, told.dump());
        if (whole)
          CHECK_THAT(sum, Catch::Matchers::WithinAbs(told["gradient"], 1e-6 + 1e-5 * size));
      }
    }
  }
  CHECK(untold == std::set<std::string>{});
}

TEST_CASE("probe: its update is the one that training makes, and can be made real", "[probe]") {
  Session a(parse_experiment(moons), {}), b(parse_experiment(moons), {});
  a.run(30);
  const auto saved = a.snapshot();
  a.run(1);

  b.restore(saved);
  b.set_example(Split::train, row_of_last_batch(a));
  b.refresh_probe();
  for (const char* name : {"dense_1/weight", "dense_2/bias", "output/weight"}) {
    INFO(name);
    const std::string path = std::string("probe:") + name + ".new";
    CHECK(
        std::ranges::equal(a.view(a.find(std::string("parameter:") + name)), b.view(b.find(path))));
  }
  CHECK(b.step() == 30);
  b.apply_probe();
  CHECK(b.step() == 31);
  CHECK(b.fingerprint() == a.fingerprint());
  CHECK(b.gradient_norm() == a.gradient_norm());
  CHECK(b.take_loss() > 0);
}

TEST_CASE("probe: looking changes nothing of the run and takes no memory again", "[probe]") {
  Session a(parse_experiment(normed), {}), b(parse_experiment(normed), {});
  const std::size_t without = allocated_bytes();
  b.find("probe:dense_1/linear");
  CHECK(allocated_bytes() > without);  // only when it is asked for
  b.run(10);
  b.refresh_probe();
  const std::size_t before = allocation_count();
  for (int k = 0; k < 20; ++k) {
    b.refresh_probe();
    b.run(1);
  }
  CHECK(allocation_count() == before);
  a.run(30);
  CHECK(a.snapshot() == b.snapshot());
}

TEST_CASE("probe: behind batch_norm's running statistics gradients are exact", "[probe]") {
  Session s(parse_experiment(normed), {});
  s.run(50);
  const int gradient = s.find("probe:dense_1/weight.grad");
  s.refresh_probe();
  const std::vector<float> found(s.view(gradient).begin(), s.view(gradient).end());
  for (const int index : {0, 3, 8, 11}) {
    const double w = static_cast<double>(
        s.view(s.find("parameter:dense_1/weight"))[static_cast<std::size_t>(index)]);
    const double h = 1e-2;
    const double slope = (loss_with(s, "dense_1/weight", index, w + h) -
                          loss_with(s, "dense_1/weight", index, w - h)) /
                         (2 * h);
    s.set_parameter("dense_1/weight", index, w);
    // central differences in float32: a part in a thousand, or the last digits of the loss
    CHECK_THAT(static_cast<double>(found[static_cast<std::size_t>(index)]),
               Catch::Matchers::WithinRel(slope, 1e-2) || Catch::Matchers::WithinAbs(slope, 1e-4));
  }
}

TEST_CASE("probe: what a block takes and gives is found whatever it is called", "[probe]") {
  Session s(parse_experiment(normed), {});
  s.refresh_probe();
  CHECK(s.shape(s.find("probe:dense_1@in")) == Shape{1, 2});
  CHECK(s.shape(s.find("probe:output@in.grad")) == Shape{1, 6});
  CHECK(std::ranges::equal(s.view(s.find("probe:dense_1@out")),
                           s.view(s.find("probe:batch_norm_1@in"))));
  for (const char* path : {"probe:dense_9@in", "probe:dense_1@over", "probe:dense_1/linear.new",
                           "probe:", "train:@in"}) {
    INFO(path);
    CHECK_THROWS_AS(s.find(path), Error);
  }
}
