#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "schema/settings.h"

namespace lushan {

// A learning-rate schedule: the factor on the optimizer's rate at a step.
struct ScheduleDef {
  std::string_view name;
  Settings (*defaults)();
  double (*factor)(const Settings&, std::int64_t step);  // step counts from 0
};

std::span<const ScheduleDef* const> schedules();  // schedules.def, in its order

#define LUSHAN_SCHEDULE(id) extern const ScheduleDef schedule_##id;
#include "optim/schedules.def"
#undef LUSHAN_SCHEDULE

// What the schedules share: a number of steps, and a factor on the rate.
inline constexpr IntegerRange steps_range{
    .min = 1, .max = 1000000, .scale = Scale::log, .live = true};
inline constexpr NumberRange factor_range{.min = 0, .max = 1, .live = true};

}  // namespace lushan
