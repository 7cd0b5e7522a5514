#include <algorithm>
#include <cmath>

#include "schema/number_text.h"
#include "tasks/planar.h"
#include "tensor/error.h"

namespace lushan {
namespace {

constexpr std::size_t max_points = 2000;

struct PointsOptions {
  std::vector<double> points;  // x1, x2, class, and so on
  double train_share = 0.8;
  void fields(Fields& f) {
    f.numbers("points", points, 3 * max_points);
    f.number("train_share", train_share, share_range);
  }
};

void check_coordinate(std::size_t point, const char* name, double value) {
  if (std::abs(value) <= planar_domain) return;
  throw Error("`task.points`: point " + std::to_string(point) + " has " + name + " = " +
              number_text(value) + "; it must lie between -6 and 6.");
}

void check_class(std::size_t point, double value) {
  if (value >= 0 && value < max_planar_classes && value == std::floor(value)) return;
  throw Error("`task.points`: point " + std::to_string(point) + " has class " + number_text(value) +
              "; classes are the whole numbers from 0 to 5.");
}

// The points a user drew. Classes keep their numbers, so there are as many as the highest one used
// plus one; a number in between that no point has is a class without examples.
Dataset make_points(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<PointsOptions>();
  if (o.points.size() % 3 != 0) {
    throw Error("`task.points` has " + std::to_string(o.points.size()) +
                " numbers; give three for each point: x1, x2 and its class.");
  }
  std::array<bool, max_planar_classes> used{};
  for (std::size_t i = 0; i < o.points.size(); i += 3) {
    check_coordinate(i / 3 + 1, "`x1`", o.points[i]);
    check_coordinate(i / 3 + 1, "`x2`", o.points[i + 1]);
    check_class(i / 3 + 1, o.points[i + 2]);
    used[static_cast<std::size_t>(o.points[i + 2])] = true;
  }
  if (o.points.size() < 6) {
    throw Error("There are too few points to learn from; draw at least two, of different classes.");
  }
  if (std::count(used.begin(), used.end(), true) < 2) {
    throw Error("All points are of one class; draw at least one of another class.");
  }
  const auto highest = std::find(used.rbegin(), used.rend(), true);
  Dataset d = planar_classes(static_cast<int>(used.rend() - highest));
  for (std::size_t i = 0; i < o.points.size(); i += 3) {
    add_point(d, o.points[i], o.points[i + 1], o.points[i + 2]);
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_points = {.name = "points",
                             .defaults = default_settings<PointsOptions>,
                             .group = "own",
                             .input = ValueKind::vector,
                             .make = make_points};

}  // namespace lushan
