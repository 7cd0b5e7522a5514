#include <algorithm>

#include "kernels/random.h"
#include "kernels/scalar.h"
#include "tasks/planar.h"

namespace lushan {
namespace {

// A chain of interlocking half circles, open downwards and upwards by turns, with normal noise
// whose deviation is given in radii. Two of them look like scikit-learn's make_moons, set a little
// wider apart so that every other moon of a longer chain keeps clear of its neighbour.
Dataset make_moons(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  constexpr double spacing = 1.25;  // of the centres, in radii
  constexpr double drop = 0.5;      // of the lower centre line, in radii
  const auto& o = settings.as<PlanarClassesOptions>();
  const double radius = std::min(3.0, 10 / (2 + spacing * (o.classes - 1)));
  Rng rng(seed, "task/examples");
  Dataset d = planar_classes(o.classes);
  for (int k = 0; k < o.classes; ++k) {
    const double centre = spacing * (k - 0.5 * (o.classes - 1));
    const double up = k % 2 == 0 ? 1 : -1;
    const int rows = rows_of_class(o.samples, o.classes, k);
    std::vector<float> z(2 * static_cast<std::size_t>(rows));
    kernels::fill_normal(rng, z, 0, 1);
    for (std::size_t i = 0; i < z.size(); i += 2) {
      const double angle = uniform(rng, 0, std::numbers::pi);
      const double x1 = centre + kernels::cos(angle) + o.noise * z[i];
      const double x2 = up * (kernels::sin(angle) - drop / 2) + o.noise * z[i + 1];
      add_point(d, radius * x1, radius * x2, k);
    }
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_moons = {.name = "moons",
                            .defaults = default_settings<PlanarClassesOptions>,
                            .group = "classification",
                            .input = ValueKind::vector,
                            .make = make_moons};

}  // namespace lushan
