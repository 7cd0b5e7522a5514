#pragma once

#include <span>

#include "graph/plan.h"
#include "model/network.h"

namespace lushan {

// What a decoder reads in training where it is not told the right token: its own likeliest one
// after all that it has read so far, the right ones and its own (scheduled sampling, Bengio et al.
// 2015). It is written as when the model answers: dropout drops nothing and batch_norm goes by its
// running statistics; padding, which stands at an answer's end alone, is no token of its own. As in
// PyTorch no gradient goes through the choice, so the step that follows
// is an ordinary one on the tokens that were read.
class FreeRunning {
 public:
  // The network must be recorded for generation, and outlive this.
  explicit FreeRunning(const Network& network);

  // For the batch x, target (T, B) of a step: fills said (T, B) with the decoder's own tokens, -1
  // where, with the chance teacher_forcing, the right one is read, and behind the answer's end.
  // Takes no memory.
  void run(std::span<const float> x, std::span<const float> target, double teacher_forcing,
           const Replay& step, std::span<float> said);

  Plan& plan() { return plan_; }

 private:
  const Network& network_;
  Plan plan_;
};

}  // namespace lushan
