#include <numbers>

#include "kernels/scalar.h"
#include "optim/schedule.h"

namespace lushan {
namespace {

struct CosineOptions {
  int period = 1000;  // steps from the top to the floor
  double floor = 0;   // as a factor, where PyTorch's eta_min is a rate
  void fields(Fields& f) {
    f.integer("period", period, steps_range);
    f.number("floor", floor, factor_range);
  }
};

double cosine_factor(const Settings& settings, std::int64_t step) {
  const auto& o = settings.as<CosineOptions>();
  const auto phase = static_cast<double>(step % (2 * std::int64_t{o.period}));  // exact, and small
  return o.floor + (1 - o.floor) * 0.5 * (1 + kernels::cos(std::numbers::pi * phase / o.period));
}

}  // namespace

// Down along half a cosine and up again, without restarts (Loshchilov and Hutter 2017, eq. 5).
// PyTorch: CosineAnnealingLR, with period for T_max.
const ScheduleDef schedule_cosine = {
    .name = "cosine",
    .defaults = default_settings<CosineOptions>,
    .factor = cosine_factor,
};

}  // namespace lushan
