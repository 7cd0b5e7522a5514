#include <algorithm>
#include <cmath>

#include "kernels/scalar.h"
#include "tasks/planar.h"

namespace lushan {
namespace {

constexpr double disc_radius = 5;

// K rings around the origin, the innermost a disc of the last class. Ring j from the inside reaches
// to (j + 1) / K of the radius and begins 0.4 / K outside its inner neighbour. A point's class is
// that of the ring it lies in after a displacement of up to noise * radius along either axis.
Dataset make_circle(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<PlanarClassesOptions>();
  Rng rng(seed, "task/examples");
  Dataset d = planar_classes(o.classes);
  for (int k = 0; k < o.classes; ++k) {
    const int ring = o.classes - 1 - k;
    const double inner = ring == 0 ? 0 : disc_radius * (ring + 0.4) / o.classes;
    const double outer = disc_radius * (ring + 1) / o.classes;
    for (int i = 0; i < rows_of_class(o.samples, o.classes, k); ++i) {
      const double r = uniform(rng, inner, outer);
      const double angle = uniform(rng, 0, 2 * std::numbers::pi);
      const double x1 = r * kernels::sin(angle);
      const double x2 = r * kernels::cos(angle);
      const double moved1 = x1 + uniform(rng, -disc_radius, disc_radius) * o.noise;
      const double moved2 = x2 + uniform(rng, -disc_radius, disc_radius) * o.noise;
      const double distance = std::sqrt(moved1 * moved1 + moved2 * moved2);
      const int lies_in =
          std::min(o.classes - 1, static_cast<int>(distance / disc_radius * o.classes));
      add_point(d, x1, x2, o.classes - 1 - lies_in);
    }
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_circle = {.name = "circle",
                             .defaults = default_settings<PlanarClassesOptions>,
                             .group = "classification",
                             .input = ValueKind::vector,
                             .make = make_circle};

}  // namespace lushan
