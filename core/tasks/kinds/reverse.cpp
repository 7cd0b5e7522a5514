#include "tasks/symbols.h"

namespace lushan {
namespace {

// 3 1 4 -> 4 1 3
Dataset make_reverse(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  return symbol_task(settings.as<SymbolOptions>(), seed, Alignment::pair,
                     [](const Tokens& input) { return Tokens(input.rbegin(), input.rend()); });
}

}  // namespace

const TaskDef task_reverse = {.name = "reverse",
                              .defaults = default_settings<SymbolOptions>,
                              .group = "sequences",
                              .input = ValueKind::tokens,
                              .make = make_reverse};

}  // namespace lushan
