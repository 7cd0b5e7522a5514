#include "optim/power.h"
#include "optim/schedule.h"

namespace lushan {
namespace {

struct ExponentialOptions {
  double gamma = 0.999;
  void fields(Fields& f) { f.number("gamma", gamma, factor_range); }
};

double exponential_factor(const Settings& settings, std::int64_t step) {
  return power(settings.as<ExponentialOptions>().gamma, step);
}

}  // namespace

// Times gamma after every step. PyTorch: ExponentialLR.
const ScheduleDef schedule_exponential = {
    .name = "exponential",
    .defaults = default_settings<ExponentialOptions>,
    .factor = exponential_factor,
};

}  // namespace lushan
