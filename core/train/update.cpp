#include "train/update.h"

#include <cmath>

#include "kernels/elementwise.h"
#include "kernels/optimizer.h"
#include "kernels/reduce.h"

namespace lushan {

Weights weights_of(Parameters& parameters) {
  return {.values = parameters.values(),
          .gradients = parameters.gradients(),
          .states = parameters.states(),
          .decaying = parameters.decaying()};
}

std::optional<double> update(const Weights& weights, const Training& training, double rate,
                             std::int64_t step) noexcept {
  const auto& o = training.options.as<TrainOptions>();
  const auto [p, g, states, decaying] = weights;
  std::optional<double> norm;
  if (o.clip_norm > 0 || o.l1 > 0 || o.l2 > 0) {
    norm = std::sqrt(kernels::sum_squares(g.data(), g.size()));
  }
  if (o.clip_norm > 0 && *norm > o.clip_norm) {
    const auto factor = static_cast<float>(o.clip_norm / (*norm + 1e-6));  // PyTorch's constant
    kernels::scale(g.data(), factor, g.data(), g.size());
  }
  if (o.l1 > 0 || o.l2 > 0) {
    kernels::add_penalty_gradient(p.data(), g.data(), decaying, static_cast<float>(o.l1),
                                  static_cast<float>(o.l2));
  }
  if (o.decay > 0) {
    kernels::scale(p.data(), static_cast<float>(1 - rate * o.decay), p.data(), decaying);
  }
  training.optimizer.def->update(training.optimizer.settings, rate, step,
                                 {p.data(), g.data(), states.data(), p.size()});
  return norm;
}

}  // namespace lushan
