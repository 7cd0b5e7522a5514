#include "train/recording.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace lushan {

Recording::Recording(Session& session) : session_(session) { add_parameters("parameter/"); }

bool Recording::step() {
  if (session_.run(1) == 0) return false;
  const std::string k = std::to_string(++steps_);
  const Network& net = *session_.blueprint().train;
  const Plan& plan = session_.train_plan();
  if (steps_ == 1) {
    add_nodes();
    add_gradients();
  }
  add("x/" + k, net.graph.shape(net.input), plan.value(net.input));
  add("target/" + k, net.graph.shape(net.target), plan.value(net.target));
  if (net.said.id >= 0) add("said/" + k, net.graph.shape(net.said), plan.value(net.said));
  add("loss/" + k, {1}, plan.value(net.loss));
  add_parameters("after/" + k + "/");
  return true;
}

std::vector<std::byte> Recording::bytes() const {
  const std::string experiment = write_experiment(session_.blueprint().experiment).dump();
  const std::string task = session_.blueprint().info().at("task").dump();
  return write_safetensors({{"experiment", experiment}, {"task", task}}, tensors_);
}

void Recording::add(std::string name, const Shape& shape, std::span<const float> values) {
  tensors_.push_back({std::move(name), shape, {values.begin(), values.end()}});
}

void Recording::add_parameters(const std::string& prefix) {
  const Parameters& parameters = session_.parameters();
  for (std::size_t id = 0; id < parameters.list().size(); ++id) {
    const Parameter& p = parameters.list()[id];
    add(prefix + p.name, p.shape, parameters.value(static_cast<int>(id)));
  }
}

// What was computed, but for parameters: an update has been there.
void Recording::add_nodes() {
  const Plan& plan = session_.train_plan();
  for (std::size_t id = 0; id < plan.graph().nodes().size(); ++id) {
    const Node& node = plan.graph().nodes()[id];
    const Var x{static_cast<int>(id)};
    const bool source = node.op == nullptr && node.storage.id < 0;
    if (source || node.name.empty()) continue;
    add("node/" + node.name, node.shape, plan.value(x));
    if (!plan.gradient(x).empty()) add("grad/" + node.name, node.shape, plan.gradient(x));
  }
}

// An update changes the parameters and, clipping and penalizing, their gradients: the first step is
// replayed from where it began, and all is put back.
void Recording::add_gradients() {
  Parameters& parameters = session_.parameters();
  const auto each = [&](auto f) {
    for (std::size_t id = 0; id < parameters.list().size(); ++id) f(static_cast<int>(id));
  };
  std::vector<std::vector<float>> after;
  const auto begun = tensors_.begin();  // the constructor has added them in this order
  each([&](int id) {
    const std::span<float> value = parameters.value(id);
    after.emplace_back(value.begin(), value.end());
    std::ranges::copy(begun[id].values, value.begin());
  });
  Plan& plan = session_.train_plan();
  plan.forward({.training = true,
                .seed = static_cast<std::uint64_t>(session_.blueprint().experiment.seed()),
                .step = static_cast<std::uint64_t>(session_.step() - 1)});
  plan.backward(session_.blueprint().train->loss);
  each([&](int id) {
    const Parameter& p = parameters.list()[static_cast<std::size_t>(id)];
    if (p.trains) add("grad/" + p.name, p.shape, std::as_const(parameters).gradient(id));
    std::ranges::copy(after[static_cast<std::size_t>(id)], parameters.value(id).begin());
  });
}

}  // namespace lushan
