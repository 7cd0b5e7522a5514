#include "optim/schedule.h"

namespace lushan {

std::span<const ScheduleDef* const> schedules() {
  static constexpr const ScheduleDef* list[] = {
#define SCHEDULE(name) &schedule_##name,
#include "optim/schedules.def"
#undef SCHEDULE
  };
  return list;
}

}  // namespace lushan
