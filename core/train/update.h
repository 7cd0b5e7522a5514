#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "graph/parameters.h"
#include "model/experiment.h"

namespace lushan {

// What an update changes, as the store lays it out: values, their gradients, and what the optimizer
// keeps of each. The leading floats decay.
struct Weights {
  std::span<float> values, gradients;
  std::span<float* const> states;
  std::size_t decaying = 0;
};
Weights weights_of(Parameters& parameters);

// One update of all parameters from their gradients: clip the norm (as torch.nn.utils.
// clip_grad_norm_), then, on weights only, add the L1 and L2 penalties' gradients and decay, then
// the optimizer's rule. rate: after the schedule; step: of the optimizer, from 1. Changes the
// gradients; returns their norm before that, nothing when they are as they were.
std::optional<double> update(const Weights& weights, const Training& training, double rate,
                             std::int64_t step) noexcept;

}  // namespace lushan
