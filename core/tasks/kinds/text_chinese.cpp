#include "tasks/text_file.h"

namespace lushan {
namespace {

constexpr TextFacts text_chinese_facts{.characters = 104801, .symbols = 1499, .chance = 0.07};

// Quatrains of the Complete Tang Poems

Dataset make_text_chinese(const Settings& settings, std::uint64_t seed,
                          std::span<const std::byte> asset) {
  return text_windows(read_text(asset, "text_chinese"), settings.as<WindowOptions>(), seed);
}

Dataset text_chinese_outline(const Settings& settings) {
  return windows_outline(text_chinese_facts, settings.as<WindowOptions>());
}

}  // namespace

const TaskDef task_text_chinese = {.name = "text_chinese",
                                   .defaults = default_settings<WindowOptions>,
                                   .group = "text",
                                   .input = ValueKind::tokens,
                                   .make = make_text_chinese,
                                   .asset = "text_chinese",
                                   .outline = text_chinese_outline};

}  // namespace lushan
