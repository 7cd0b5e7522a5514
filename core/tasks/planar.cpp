#include "tasks/planar.h"

namespace lushan {
namespace {

Dataset planar() {
  Dataset d;
  d.input.shape = Shape{2};
  d.input.names = {"x1", "x2"};
  d.input.ranges = {{-planar_domain, planar_domain}, {-planar_domain, planar_domain}};
  return d;
}

}  // namespace

std::vector<std::string> class_names(int classes) {
  if (classes == 2) return {"-1", "1"};
  std::vector<std::string> names;
  for (int k = 0; k < classes; ++k) names.emplace_back(1, static_cast<char>('A' + k));
  return names;
}

Dataset planar_classes(int classes) {
  Dataset d = planar();
  d.target = {TargetKind::classes, classes, class_names(classes)};
  return d;
}

Dataset planar_values(const PlanarValuesOptions& o, std::uint64_t seed,
                      double (*value)(double x1, double x2)) {
  Rng rng(seed, "task/examples");
  Dataset d = planar();
  d.target = {TargetKind::values, 1, {"y"}};
  for (int i = 0; i < o.samples; ++i) {
    const double x1 = uniform(rng, -planar_domain, planar_domain);
    const double x2 = uniform(rng, -planar_domain, planar_domain);
    const double moved1 = x1 + uniform(rng, -planar_domain, planar_domain) * o.noise;
    const double moved2 = x2 + uniform(rng, -planar_domain, planar_domain) * o.noise;
    add_point(d, x1, x2, value(moved1, moved2));
  }
  split_examples(d, o.train_share, seed);
  return d;
}

void add_point(Dataset& d, double x1, double x2, double y) {
  d.x.push_back(static_cast<float>(x1));
  d.x.push_back(static_cast<float>(x2));
  d.y.push_back(static_cast<float>(y));
}

int rows_of_class(int n, int classes, int k) { return (n + k) / classes; }

}  // namespace lushan
