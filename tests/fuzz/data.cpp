// Any bytes as the data of a user's own: the text, or the file, of each task that takes one. The
// first byte chooses the task. What is not refused with an Error has whole rows and tokens that
// exist.
#include <nlohmann/json.hpp>

#include "fuzz.h"
#include "schema/json_fields.h"
#include "tasks/task.h"

using namespace lushan;

namespace {

// The option that a task's own data are in; "" when there is none.
std::string option_of(const TaskDef& task) {
  for (const Json& field : describe_fields(task.defaults())) {
    if (field["type"] == "text") return field["name"];
  }
  return "";
}

std::vector<const TaskDef*> tasks_of_ones_own() {
  std::vector<const TaskDef*> own;
  for (const TaskDef* task : tasks()) {
    if (!task->asset.empty() || !option_of(*task).empty()) own.push_back(task);
  }
  return own;
}

void check(const Dataset& d) {
  require(d.y.size() % static_cast<std::size_t>(d.target.width()) == 0);
  require(d.x.size() == static_cast<std::size_t>(d.size()) * d.input.shape.size());
  require(d.train >= 0 && d.train <= d.size());
  for (const float x : d.x) require(std::isfinite(x));
  for (const float y : d.y) {
    require(std::isfinite(y));
    if (d.target.kind == TargetKind::values) continue;
    require(y >= 0 && y < static_cast<float>(d.target.count));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<const TaskDef*> own = tasks_of_ones_own();
  if (size == 0) return -1;
  const TaskDef& task = *own[data[0] % own.size()];
  return attempt([&] {
    Settings settings = task.defaults();
    if (!task.asset.empty()) {
      return check(task.make(settings, 1, std::as_bytes(std::span(data, size).subspan(1))));
    }
    const Json text{{option_of(task), std::string(text_of(data, size).substr(1))}};
    read_fields(text, "task", true, settings);
    check(task.make(settings, 1, {}));
  });
}
