#include "tasks/text_file.h"

namespace lushan {
namespace {

constexpr TextFacts facts{.characters = 296877, .symbols = 80, .chance = 0.18};

// The first chapters of Moby-Dick

Dataset make(const Settings& settings, std::uint64_t seed, std::span<const std::byte> asset) {
  return text_windows(read_text(asset, "text_english"), settings.as<WindowOptions>(), seed);
}

Dataset outline(const Settings& settings) {
  return windows_outline(facts, settings.as<WindowOptions>());
}

}  // namespace

const TaskDef task_text_english{{"text_english", default_settings<WindowOptions>},
                                "text",
                                ValueKind::tokens,
                                "text_english",
                                make,
                                outline};

}  // namespace lushan
