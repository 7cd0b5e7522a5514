#pragma once

#include "graph/op.h"
#include "kernels/random.h"

namespace lushan {

// What ops that drop share. A stream tells one node's random numbers from those of others, the rate
// may change between replays.
inline bool drops(const OpCall& c, float rate) { return c.replay->training && rate > 0; }

// 0 with probability rate, else 1 / (1 - rate) (Srivastava et al. 2014, inverted). Replaying a step
// draws the same mask again.
inline void draw_mask(const OpCall& c, int stream, float rate, float* mask, std::size_t n) {
  Rng rng(seed_of(c.replay->seed, c.replay->step) + static_cast<std::uint64_t>(stream), "dropout");
  kernels::dropout_mask(rng, rate, mask, n);
}

}  // namespace lushan
