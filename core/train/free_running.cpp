#include "train/free_running.h"

#include <algorithm>

#include "tensor/rng.h"
#include "tensor/tokens.h"

namespace lushan {

FreeRunning::FreeRunning(const Network& network)
    : network_(network), plan_(network.graph, PlanMode::inference, network.token) {}

void FreeRunning::run(std::span<const float> x, std::span<const float> target,
                      double teacher_forcing, const Replay& step, std::span<float> said) {
  const std::span<float> read = plan_.value(network_.token);  // (1, B)
  const std::span<const float> logits = plan_.value(network_.prediction);
  const std::size_t batch = read.size(), width = logits.size() / batch;
  Rng chance(seed_of(step.seed, step.step), "teacher forcing");
  std::ranges::copy(x, plan_.value(network_.input).begin());
  std::ranges::fill(read, static_cast<float>(tokens::begin));
  std::ranges::fill(said, -1.0f);
  for (std::size_t t = 0; (t + 1) * batch < said.size(); ++t) {  // nobody reads the last
    const Replay replay{.position = static_cast<int>(t)};
    t == 0 ? plan_.forward(replay) : plan_.advance(replay);
    for (std::size_t b = 0; b < batch; ++b) {
      const std::size_t at = t * batch + b;
      read[b] = target[at];
      if (static_cast<double>(chance.uniform()) < teacher_forcing ||
          static_cast<int>(target[at]) == tokens::pad) {
        continue;
      }
      const auto row = logits.subspan(b * width, width);
      const auto best = std::max_element(row.begin() + tokens::pad + 1, row.end());
      read[b] = said[at] = static_cast<float>(best - row.begin());
    }
  }
}

}  // namespace lushan
