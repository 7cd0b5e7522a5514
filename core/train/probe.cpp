#include "train/probe.h"

#include <algorithm>
#include <cmath>

#include "kernels/reduce.h"
#include "tensor/error.h"
#include "train/update.h"

namespace lushan {
namespace {

const Graph& checked(Blueprint& b) {
  const Graph& graph = b.example->graph;
  const std::size_t copies = 2 + static_cast<std::size_t>(most_optimizer_states());
  const std::size_t need = b.bytes() + Plan::bytes(graph, PlanMode::probe) +
                           copies * b.parameters.values().size() * sizeof(float);
  if (need > Blueprint::max_bytes) {
    throw Error(
        "There is no memory left to look at a single step of this run; make the layers or the data "
        "smaller.");
  }
  return graph;
}

}  // namespace

Probe::Probe(Blueprint& b)
    : parameters_(b.parameters),
      training_(b.experiment.training),
      network_(*b.example),
      plan_(checked(b), PlanMode::probe),
      values_(b.parameters.values().size()),
      gradients_(b.parameters.values().size()),
      states_(b.parameters.states().size(), std::vector<float>(b.parameters.values().size())) {
  for (auto& state : states_) state_pointers_.push_back(state.data());
}

void Probe::run(const Plan& example, double rate, std::int64_t step) {
  std::ranges::copy(example.value(network_.input), plan_.value(network_.input).begin());
  std::ranges::copy(example.value(network_.target), plan_.value(network_.target).begin());
  plan_.forward({});
  plan_.backward(network_.loss);
  std::ranges::copy(parameters_.values(), values_.begin());
  std::ranges::copy(plan_.parameter_gradients(), gradients_.begin());
  for (std::size_t k = 0; k < states_.size(); ++k) {
    std::copy_n(parameters_.states()[k], states_[k].size(), states_[k].begin());
  }
  gradient_norm_ = std::sqrt(kernels::sum_squares(gradients_.data(), gradients_.size()));
  update({.values = values_,
          .gradients = gradients_,
          .states = state_pointers_,
          .decaying = parameters_.decaying()},
         training_, rate, step);
}

std::span<const float> Probe::updated(int parameter) const {
  const Parameter& p = parameters_.list()[static_cast<std::size_t>(parameter)];
  if (!p.trains) return {};
  return std::span(values_).subspan(p.offset, p.shape.size());
}

void Probe::apply() {
  std::ranges::copy(values_, parameters_.values().begin());
  std::ranges::copy(gradients_, parameters_.gradients().begin());
  for (std::size_t k = 0; k < states_.size(); ++k) {
    std::ranges::copy(states_[k], parameters_.states()[k]);
  }
}

}  // namespace lushan
