#include "train/generator.h"

#include <algorithm>

#include "kernels/elementwise.h"
#include "kernels/softmax.h"
#include "tensor/error.h"

namespace lushan {

Generator::Generator(const Blueprint& blueprint)
    : blueprint_(blueprint),
      network_(*blueprint.generation),
      plan_(network_.graph, PlanMode::inference, network_.token),
      limit_(blueprint.experiment.model.decodes ? blueprint.data.target.length
                                                : blueprint.data.input.shape[0]),
      scaled_(plan_.value(network_.prediction).size()) {}

void Generator::begin(std::span<const int> input) {
  const InputSpec& spec = blueprint_.data.input;
  const bool decodes = blueprint_.experiment.model.decodes;
  const bool asks = decodes || blueprint_.asks;
  const auto room = static_cast<std::size_t>(spec.shape[0]) - (decodes ? 0 : 1);
  if (input.size() > room) {
    throw Error("The input has " + std::to_string(input.size()) +
                " tokens, and this model reads at most " + std::to_string(room) + "; shorten it.");
  }
  if (asks && input.empty()) throw Error("The input is empty; give at least one token.");
  check_tokens("The input", input, spec.vocabulary);
  position_ = -1;
  if (decodes) {
    const std::span<float> source = plan_.value(network_.input);
    std::ranges::fill(source, static_cast<float>(tokens::pad));
    std::ranges::copy(input, source.begin());
    read(tokens::begin, true);
    return;
  }
  if (!asks) read(tokens::begin, true);
  for (const int token : input) read(token, position_ < 0);
  if (asks) read(tokens::begin, false);
}

// whole: what does not depend on the token is computed as well
void Generator::read(int token, bool whole) {
  plan_.value(network_.token)[0] = static_cast<float>(token);
  const Replay replay{.position = ++position_};
  if (whole) plan_.forward(replay);
  else plan_.advance(replay);
}

std::span<const float> Generator::distribution(double temperature) {
  const std::span<const float> logits = plan_.value(network_.prediction);
  kernels::scale(logits.data(), static_cast<float>(1 / temperature), scaled_.data(),
                 scaled_.size());
  kernels::softmax_rows(scaled_.data(), scaled_.data(), 1, static_cast<int>(scaled_.size()));
  return scaled_;
}

void Generator::write(int token) { read(token, false); }

void Generator::save(Past& to) const {
  to.floats.resize(plan_.past_size() + scaled_.size());
  plan_.copy_past(to.floats);
  std::ranges::copy(plan_.value(network_.prediction), to.floats.end() - std::ssize(scaled_));
  to.position = position_;
}

void Generator::load(const Past& from) {
  plan_.restore_past(from.floats);
  std::ranges::copy(std::span(from.floats).last(scaled_.size()),
                    plan_.value(network_.prediction).begin());
  position_ = from.position;
}

}  // namespace lushan
