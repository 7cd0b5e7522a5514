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

// The height at the point displaced by up to noise * 6 along either axis.
Dataset make_multi_gaussian(const Settings& settings, std::uint64_t seed,
                            std::span<const std::byte>) {
  const auto& o = settings.as<PlanarValuesOptions>();
  Rng rng(seed, "task/examples");
  Dataset d = planar_values();
  for (int i = 0; i < o.samples; ++i) {
    const double x1 = uniform(rng, -planar_domain, planar_domain);
    const double x2 = uniform(rng, -planar_domain, planar_domain);
    const double moved1 = x1 + uniform(rng, -planar_domain, planar_domain) * o.noise;
    const double moved2 = x2 + uniform(rng, -planar_domain, planar_domain) * o.noise;
    add_point(d, x1, x2, height(moved1, moved2));
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_multi_gaussian{{"multi_gaussian", default_settings<PlanarValuesOptions>},
                                  "regression",
                                  ValueKind::vector,
                                  "",
                                  make_multi_gaussian};

}  // namespace lushan
