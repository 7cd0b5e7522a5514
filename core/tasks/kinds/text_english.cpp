#include "tasks/text_file.h"

namespace lushan {
namespace {

constexpr TextFacts text_english_facts{.characters = 296877, .symbols = 80, .chance = 0.18};

// The first chapters of Moby-Dick

Dataset make_text_english(const Settings& settings, std::uint64_t seed,
                          std::span<const std::byte> asset) {
  return text_windows(read_text(asset, "text_english"), settings.as<WindowOptions>(), seed);
}

Dataset text_english_outline(const Settings& settings) {
  return windows_outline(text_english_facts, settings.as<WindowOptions>());
}

}  // namespace

const TaskDef task_text_english = {.name = "text_english",
                                   .defaults = default_settings<WindowOptions>,
                                   .group = "text",
                                   .input = ValueKind::tokens,
                                   .make = make_text_english,
                                   .asset = "text_english",
                                   .outline = text_english_outline};

}  // namespace lushan
