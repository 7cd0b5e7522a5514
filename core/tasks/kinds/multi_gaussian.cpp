#include <algorithm>
#include <cmath>

#include "tasks/planar.h"

namespace lushan {
namespace {

struct Hill {
  double x1, x2, sign;
};
constexpr Hill hills[] = {{-4, 2.5, 1},   {0, 2.5, -1}, {4, 2.5, 1},
                          {-4, -2.5, -1}, {0, -2.5, 1}, {4, -2.5, -1}};

// The steepest of six cones: +-1 at a hill's centre, falling linearly to 0 at distance 2. They are
// called Gaussians in TensorFlow Playground too.
double height(double x1, double x2) {
  double value = 0;
  for (const Hill& hill : hills) {
    const double d1 = x1 - hill.x1;
    const double d2 = x2 - hill.x2;
    const double h = hill.sign * std::max(0.0, 1 - std::sqrt(d1 * d1 + d2 * d2) / 2);
    if (std::abs(h) > std::abs(value)) value = h;
  }
  return value;
}

Dataset make_multi_gaussian(const Settings& settings, std::uint64_t seed,
                            std::span<const std::byte>) {
  return planar_values(settings.as<PlanarValuesOptions>(), seed, height);
}

}  // namespace

const TaskDef task_multi_gaussian = {.name = "multi_gaussian",
                                     .defaults = default_settings<PlanarValuesOptions>,
                                     .group = "regression",
                                     .input = ValueKind::vector,
                                     .make = make_multi_gaussian};

}  // namespace lushan
