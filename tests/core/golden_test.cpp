// Every file of tests/golden (written by scripts/golden) against the engine: values, gradients,
// parameters after training steps, learning-rate factors.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "graph/plan.h"
#include "model/blueprint.h"
#include "model/safetensors.h"
#include "ops/ops.h"
#include "train/update.h"

using namespace lushan;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

const std::filesystem::path folder = std::filesystem::path(LUSHAN_SOURCE_DIR) / "tests/golden";

std::vector<std::string> golden_files() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".safetensors") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

Safetensors read_golden(const std::string& name) {
  std::ifstream in(folder / (name + ".safetensors"), std::ios::binary);
  REQUIRE(in);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  return read_safetensors(std::as_bytes(std::span(bytes)));
}

// "grad/dense_1/weight" -> "dense_1/weight" for the prefix "grad/"; empty for any other
std::string_view without(std::string_view prefix, const std::string& name) {
  return name.starts_with(prefix) ? std::string_view(name).substr(prefix.size())
                                  : std::string_view();
}

// The reference is exact to half a float's last bit; what is left is the engine's own rounding,
// relative to the terms of a sum, so near zero an absolute bound takes over.
void compare(const NamedTensor& expected, std::span<const float> actual, float tolerance) {
  INFO(expected.name);
  REQUIRE(actual.size() == expected.values.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    CAPTURE(i);
    CHECK_THAT(actual[i], WithinRel(expected.values[i], tolerance) ||
                              WithinAbs(expected.values[i], tolerance / 10));
  }
}

// A case's experiment, its model ready to run on the case's batch and parameters.
struct GoldenRun {
  explicit GoldenRun(const Safetensors& golden)
      : blueprint(parse_experiment(golden.metadata.at("experiment")), {}, true) {
    blueprint.parameters.allocate(most_optimizer_states());
    plan.emplace(blueprint.train->graph, PlanMode::input_gradients);
    set(golden, "x", plan->value(blueprint.train->input));
    set(golden, "target", plan->value(blueprint.train->target));
    for (std::size_t k = 0; k < parameters().list().size(); ++k) {
      const int id = static_cast<int>(k);
      set(golden, "parameter/" + parameters().list()[k].name, parameters().value(id));
    }
  }

  Parameters& parameters() { return blueprint.parameters; }
  const Training& training() const { return blueprint.experiment.training; }

  double factor(std::int64_t step) const {
    return training().schedule.def->factor(training().schedule.settings, step);
  }

  void propagate() {
    plan->forward({.training = true});
    plan->backward(blueprint.train->loss);
  }

  void step(std::int64_t step) {  // counts from 0
    propagate();
    const double rate = training().optimizer.def->learning_rate(training().optimizer.settings);
    update(weights_of(parameters()), training(), rate * factor(step), step + 1);
  }

  static void set(const Safetensors& golden, const std::string& name, std::span<float> to) {
    const NamedTensor* from = golden.find(name);
    INFO(name);
    REQUIRE(from != nullptr);
    REQUIRE(from->values.size() == to.size());
    std::ranges::copy(from->values, to.begin());
  }

  Blueprint blueprint;
  std::optional<Plan> plan;
};

// Running statistics: compared after training steps, as what a step leaves behind.
bool is_buffer(GoldenRun& run, const Node& node) {
  return node.parameter >= 0 &&
         !run.parameters().list()[static_cast<std::size_t>(node.parameter)].trains;
}

}  // namespace

TEST_CASE("golden: values and gradients are PyTorch's") {
  const std::string name = GENERATE(from_range(golden_files()));
  CAPTURE(name);
  const Safetensors golden = read_golden(name);
  GoldenRun run(golden);
  run.propagate();
  std::set<std::string_view> seen;
  for (const NamedTensor& tensor : golden.tensors) {
    const std::string_view node = without("node/", tensor.name);
    const std::string_view gradient = without("grad/", tensor.name);
    const std::string_view either = node.empty() ? gradient : node;
    if (either.empty()) continue;
    CAPTURE(tensor.name);
    const Var x = run.plan->graph().find(either);
    REQUIRE(x.id >= 0);
    CHECK(run.plan->graph().shape(x) == tensor.shape);
    compare(tensor, node.empty() ? run.plan->gradient(x) : run.plan->value(x), 1e-5f);
    seen.insert(either);
  }
  for (const Node& node : run.plan->graph().nodes()) {  // nothing the engine has is left out
    CAPTURE(node.name);
    CHECK((node.name.empty() || node.name == "target" || is_buffer(run, node) ||
           seen.contains(node.name)));
  }
}

TEST_CASE("golden: training steps are PyTorch's") {
  const std::string name = GENERATE(from_range(golden_files()));
  CAPTURE(name);
  const Safetensors golden = read_golden(name);
  GoldenRun run(golden);
  std::int64_t done = 0;
  for (const NamedTensor& tensor : golden.tensors) {  // in the order of steps
    const std::string_view after = without("after/", tensor.name);
    if (after.empty()) continue;
    const std::size_t slash = after.find('/');
    const int steps = std::stoi(std::string(after.substr(0, slash)));
    for (; done < steps; ++done) run.step(done);
    const int id = run.parameters().find(after.substr(slash + 1));
    REQUIRE(id >= 0);
    compare(tensor, run.parameters().value(id), 1e-4f);  // each step repeats the last one's error
  }
}

TEST_CASE("golden: learning-rate factors are PyTorch's") {
  const std::string name = GENERATE(from_range(golden_files()));
  CAPTURE(name);
  const Safetensors golden = read_golden(name);
  const NamedTensor* expected = golden.find("factor");
  if (expected == nullptr) return;
  const GoldenRun run(golden);
  std::vector<float> factors;
  for (std::size_t step = 0; step < expected->values.size(); ++step) {
    factors.push_back(static_cast<float>(run.factor(static_cast<std::int64_t>(step))));
  }
  compare(*expected, factors, 1e-5f);
}

TEST_CASE("golden: there is a case for every entry of the lists") {
  std::string all;
  for (const std::string& name : golden_files()) all += read_golden(name).metadata["experiment"];
  std::string missing;
  const auto need = [&](const char* key, std::string_view name) {
    const std::string member = "\"" + std::string(key) + "\":\"" + std::string(name) + "\"";
    if (all.find(member) == std::string::npos) missing += member + "\n";
  };
  const auto need_all = [&](const auto& list) {
    for (const auto* def : list) need("kind", def->name);
  };
  need_all(losses());
  need_all(optimizers());
  need_all(schedules());
  need_all(blocks());
  for (const std::string_view activation : activation_names()) need("activation", activation);
  INFO(
      "Write them in PyTorch (bindings/torch/twin), add a case of each to scripts/golden, run it.");
  CHECK(missing == "");
}
