#include "kernels/scalar.h"
#include "tasks/planar.h"

namespace lushan {
namespace {

// The plane is cut through the origin into 2K equal sectors, and opposite ones are of one class:
// with K = 2 the quadrants, the exclusive or of the signs.
class Sectors {
 public:
  explicit Sectors(int classes) : classes_(classes) {
    for (int j = 0; j < 2 * classes; ++j) {
      const double angle = std::numbers::pi * (j + 0.5) / classes;
      bisector_.push_back({kernels::cos(angle), kernels::sin(angle)});
      const double edge = std::numbers::pi * j / classes;
      if (j < classes) edge_.push_back({kernels::cos(edge), kernels::sin(edge)});
    }
  }

  // Number of the sector, counted from the positive x1 axis against the clock.
  int at(double x1, double x2) const {
    if (x2 < 0) return classes_ + at(-x1, -x2);
    int sector = 0;
    while (sector + 1 < classes_ && edge(sector + 1)[0] * x2 >= edge(sector + 1)[1] * x1) ++sector;
    return sector;
  }

  int class_at(double x1, double x2) const { return (at(x1, x2) + 1) % classes_; }

  const std::array<double, 2>& bisector(int sector) const {
    return bisector_[static_cast<std::size_t>(sector)];
  }

 private:
  const std::array<double, 2>& edge(int j) const { return edge_[static_cast<std::size_t>(j)]; }

  int classes_;
  std::vector<std::array<double, 2>> bisector_;
  std::vector<std::array<double, 2>> edge_;
};

// Points of a square, moved away from the edges of their sectors: for quadrants by 0.3 along either
// axis. The class is decided after a displacement of up to noise * half the square's side.
Dataset make_xor(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  constexpr double half_side = 5;
  constexpr double gap = 0.3 * std::numbers::sqrt2;
  const auto& o = settings.as<PlanarClassesOptions>();
  const Sectors sectors(o.classes);
  Rng rng(seed, "task/examples");
  Dataset d = planar_classes(o.classes);
  for (int i = 0; i < o.samples; ++i) {
    double x1 = uniform(rng, -half_side, half_side);
    double x2 = uniform(rng, -half_side, half_side);
    const auto& away = sectors.bisector(sectors.at(x1, x2));
    x1 += gap * away[0];
    x2 += gap * away[1];
    const double moved1 = x1 + uniform(rng, -half_side, half_side) * o.noise;
    const double moved2 = x2 + uniform(rng, -half_side, half_side) * o.noise;
    add_point(d, x1, x2, sectors.class_at(moved1, moved2));
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_xor = {.name = "xor",
                          .defaults = default_settings<PlanarClassesOptions>,
                          .group = "classification",
                          .input = ValueKind::vector,
                          .make = make_xor};

}  // namespace lushan
