#include "tasks/planar.h"

namespace lushan {
namespace {

// y = (x1 + x2) / 10 at the point displaced by up to noise * 6 along either axis.
Dataset make_plane(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<PlanarValuesOptions>();
  Rng rng(seed, "task/examples");
  Dataset d = planar_values();
  for (int i = 0; i < o.samples; ++i) {
    const double x1 = uniform(rng, -planar_domain, planar_domain);
    const double x2 = uniform(rng, -planar_domain, planar_domain);
    const double moved1 = x1 + uniform(rng, -planar_domain, planar_domain) * o.noise;
    const double moved2 = x2 + uniform(rng, -planar_domain, planar_domain) * o.noise;
    add_point(d, x1, x2, (moved1 + moved2) / 10);
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_plane{{"plane", default_settings<PlanarValuesOptions>},
                         "regression",
                         ValueKind::vector,
                         "",
                         make_plane};

}  // namespace lushan
