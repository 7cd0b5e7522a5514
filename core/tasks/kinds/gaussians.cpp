#include <cmath>

#include "kernels/random.h"
#include "kernels/scalar.h"
#include "tasks/planar.h"

namespace lushan {
namespace {

// A normal cloud for each class, their centres evenly on a circle: two of them at (-2, -2) and
// (2, 2). The variance along either axis grows from 0.5 without noise to 4 with noise 0.5.
Dataset make_gaussians(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<PlanarClassesOptions>();
  const double radius = o.classes == 2 ? 2 * std::numbers::sqrt2 : 4;
  const double deviation = std::sqrt(0.5 + 7 * o.noise);
  Rng rng(seed, "task/examples");
  Dataset d = planar_classes(o.classes);
  for (int k = 0; k < o.classes; ++k) {
    const double angle = std::numbers::pi * (1.25 + 2.0 * k / o.classes);
    const double centre1 = radius * kernels::cos(angle);
    const double centre2 = radius * kernels::sin(angle);
    const int rows = rows_of_class(o.samples, o.classes, k);
    std::vector<float> z(2 * static_cast<std::size_t>(rows));
    kernels::fill_normal(rng, z, 0, 1);
    for (std::size_t i = 0; i < z.size(); i += 2) {
      add_point(d, centre1 + deviation * z[i], centre2 + deviation * z[i + 1], k);
    }
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_gaussians = {.name = "gaussians",
                                .defaults = default_settings<PlanarClassesOptions>,
                                .group = "classification",
                                .input = ValueKind::vector,
                                .make = make_gaussians};

}  // namespace lushan
