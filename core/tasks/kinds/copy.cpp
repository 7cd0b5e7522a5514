#include "tasks/symbols.h"

namespace lushan {
namespace {

// 3 1 4 -> 3 1 4
Dataset make_copy(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  return symbol_task(settings.as<SymbolOptions>(), seed, Alignment::pair,
                     [](const Tokens& input) { return input; });
}

}  // namespace

const TaskDef task_copy = {.name = "copy",
                           .defaults = default_settings<SymbolOptions>,
                           .group = "sequences",
                           .input = ValueKind::tokens,
                           .make = make_copy};

}  // namespace lushan
