#include "tasks/planar.h"

namespace lushan {
namespace {

double tilted(double x1, double x2) { return (x1 + x2) / 10; }

Dataset make_plane(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  return planar_values(settings.as<PlanarValuesOptions>(), seed, tilted);
}

}  // namespace

const TaskDef task_plane = {.name = "plane",
                            .defaults = default_settings<PlanarValuesOptions>,
                            .group = "regression",
                            .input = ValueKind::vector,
                            .make = make_plane};

}  // namespace lushan
