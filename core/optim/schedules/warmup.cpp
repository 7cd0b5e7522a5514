#include <algorithm>

#include "optim/schedule.h"

namespace lushan {
namespace {

struct WarmupOptions {
  int steps = 100;
  double start = 0.1;
  void fields(Fields& f) {
    f.integer("steps", steps, steps_range);
    f.number("start", start, factor_range);
  }
};

double warmup_factor(const Settings& settings, std::int64_t step) {
  const auto& o = settings.as<WarmupOptions>();
  const auto t = static_cast<double>(std::min<std::int64_t>(step, o.steps)) / o.steps;
  return o.start + (1 - o.start) * t;
}

}  // namespace

// Rises to the full rate over `steps` steps and stays there (Goyal et al. 2017, section 2.2).
const ScheduleDef schedule_warmup = {
    .name = "warmup",
    .defaults = default_settings<WarmupOptions>,
    .factor = warmup_factor,
};

}  // namespace lushan
