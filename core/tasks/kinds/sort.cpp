#include <algorithm>

#include "tasks/symbols.h"

namespace lushan {
namespace {

// 3 1 4 -> 1 3 4
Dataset make_sort(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  return symbol_task(settings.as<SymbolOptions>(), seed, Alignment::pair, [](const Tokens& input) {
    Tokens answer = input;
    std::ranges::sort(answer);
    return answer;
  });
}

}  // namespace

const TaskDef task_sort = {.name = "sort",
                           .defaults = default_settings<SymbolOptions>,
                           .group = "sequences",
                           .input = ValueKind::tokens,
                           .make = make_sort};

}  // namespace lushan
