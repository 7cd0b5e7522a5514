#include "kernels/scalar.h"
#include "tasks/planar.h"

namespace lushan {
namespace {

// An arm for each class, evenly turned against each other. Two arms wind 1.75 times around the
// origin, more arms less, so that neighbours stay equally far apart. Noise shifts a point by up to
// that much along either axis.
Dataset make_spiral(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  constexpr double radius = 5;
  const auto& o = settings.as<PlanarClassesOptions>();
  const double turns = 3.5 / o.classes;
  Rng rng(seed, "task/examples");
  Dataset d = planar_classes(o.classes);
  for (int k = 0; k < o.classes; ++k) {
    const double start = static_cast<double>(o.classes - 1 - k) / o.classes;
    const int rows = rows_of_class(o.samples, o.classes, k);
    for (int i = 0; i < rows; ++i) {
      const double along = static_cast<double>(i) / rows;
      const double angle = 2 * std::numbers::pi * (turns * along + start);
      const double shift1 = uniform(rng, -1, 1) * o.noise;
      const double shift2 = uniform(rng, -1, 1) * o.noise;
      add_point(d, radius * along * kernels::sin(angle) + shift1,
                radius * along * kernels::cos(angle) + shift2, k);
    }
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_spiral = {.name = "spiral",
                             .defaults = default_settings<PlanarClassesOptions>,
                             .group = "classification",
                             .input = ValueKind::vector,
                             .make = make_spiral};

}  // namespace lushan
