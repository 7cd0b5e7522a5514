#pragma once

#include <cstddef>
#include <vector>

#include "tensor/rng.h"

using Floats = std::vector<float>;

// n numbers, uniform in [low, high)
inline Floats random_floats(lushan::Rng& rng, std::size_t n, float low = -2, float high = 2) {
  Floats x(n);
  for (float& v : x) v = rng.uniform(low, high);
  return x;
}

// A mask (steps, batch) that hides the ends of examples, of some the whole.
inline Floats random_mask(lushan::Rng& rng, int steps, int batch) {
  Floats mask(static_cast<std::size_t>(steps * batch));
  for (int b = 0; b < batch; ++b) {
    for (int t = rng.below(steps + 1) - 1; t >= 0; --t) {
      mask[static_cast<std::size_t>(t * batch + b)] = 1;
    }
  }
  return mask;
}
