#pragma once

#include <set>

#include "tensor/rng.h"

namespace lushan {

// [lo, hi) in double precision, from 24 random bits
inline double uniform(Rng& rng, double lo, double hi) { return lo + (hi - lo) * rng.uniform(); }

// The same, drawn again when it was there already. Of thousands of numbers of 24 bits some come
// twice, and an example that is one number would then stand on both sides of the split.
class DistinctUniform {
 public:
  double operator()(Rng& rng, double lo, double hi) {
    double x = uniform(rng, lo, hi);
    while (!seen_.insert(static_cast<float>(x)).second) x = uniform(rng, lo, hi);
    return x;
  }

 private:
  std::set<float> seen_;
};

}  // namespace lushan
