#pragma once

#include "tensor/rng.h"

namespace lushan {

// [lo, hi) in double precision, from 24 random bits
inline double uniform(Rng& rng, double lo, double hi) { return lo + (hi - lo) * rng.uniform(); }

}  // namespace lushan
