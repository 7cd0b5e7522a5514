#include <algorithm>

#include "optim/schedule.h"

namespace lushan {
namespace {

struct LinearOptions {
  double start = 1;
  double end = 0;
  int steps = 1000;
  void fields(Fields& f) {
    // PyTorch refuses to start at 0; a warm-up may
    f.number("start", start, {.min = 0.001, .max = 1, .live = true});
    f.number("end", end, factor_range);
    f.integer("steps", steps, steps_range);
  }
};

double linear_factor(const Settings& settings, std::int64_t step) {
  const auto& o = settings.as<LinearOptions>();
  const auto t = static_cast<double>(std::min<std::int64_t>(step, o.steps)) / o.steps;
  return o.start + (o.end - o.start) * t;
}

}  // namespace

// From one factor to another over `steps` steps, then constant. PyTorch: LinearLR.
const ScheduleDef schedule_linear = {
    .name = "linear",
    .defaults = default_settings<LinearOptions>,
    .factor = linear_factor,
};

}  // namespace lushan
