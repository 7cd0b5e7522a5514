#include "optim/power.h"
#include "optim/schedule.h"

namespace lushan {
namespace {

struct StepOptions {
  int size = 1000;  // steps
  double gamma = 0.5;
  void fields(Fields& f) {
    f.integer("size", size, steps_range);
    f.number("gamma", gamma, factor_range);
  }
};

double step_factor(const Settings& settings, std::int64_t step) {
  const auto& o = settings.as<StepOptions>();
  return power(o.gamma, step / o.size);
}

}  // namespace

// Times gamma after every `size` steps. PyTorch: StepLR.
const ScheduleDef schedule_step = {
    .name = "step",
    .defaults = default_settings<StepOptions>,
    .factor = step_factor,
};

}  // namespace lushan
