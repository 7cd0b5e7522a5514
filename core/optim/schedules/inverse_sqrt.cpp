#include <algorithm>
#include <cmath>

#include "optim/schedule.h"

namespace lushan {
namespace {

struct InverseSqrtOptions {
  int warmup = 100;  // steps
  void fields(Fields& f) { f.integer("warmup", warmup, steps_range); }
};

double inverse_sqrt_factor(const Settings& settings, std::int64_t step) {
  const double w = settings.as<InverseSqrtOptions>().warmup;
  const auto s = static_cast<double>(step + 1);
  return std::min(s / w, std::sqrt(w / s));
}

}  // namespace

// Vaswani et al. 2017, eq. 3: d_model^-0.5 min(s^-0.5, s warmup^-1.5), s counted from 1. Here
// divided by its greatest value, so that the rate is the one reached at the end of the warm-up.
const ScheduleDef schedule_inverse_sqrt = {
    .name = "inverse_sqrt",
    .defaults = default_settings<InverseSqrtOptions>,
    .factor = inverse_sqrt_factor,
};

}  // namespace lushan
