#include "optim/schedule.h"

namespace lushan {

std::span<const ScheduleDef* const> schedules() {
  static constexpr const ScheduleDef* list[] = {
#define LUSHAN_SCHEDULE(id) &schedule_##id,
#include "optim/schedules.def"
#undef LUSHAN_SCHEDULE
  };
  return list;
}

}  // namespace lushan
