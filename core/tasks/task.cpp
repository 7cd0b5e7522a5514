#include "tasks/task.h"

namespace lushan {

std::span<const TaskDef* const> tasks() {
  static constexpr const TaskDef* list[] = {
#define TASK(name) &task_##name,
#include "tasks/tasks.def"
#undef TASK
  };
  return list;
}

}  // namespace lushan
