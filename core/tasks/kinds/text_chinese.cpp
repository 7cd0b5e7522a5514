#include "tasks/text_file.h"

namespace lushan {
namespace {

constexpr TextFacts facts{.characters = 104801, .symbols = 1499, .chance = 0.07};

// Quatrains of the Complete Tang Poems

Dataset make(const Settings& settings, std::uint64_t seed, std::span<const std::byte> asset) {
  return text_windows(read_text(asset, "text_chinese"), settings.as<WindowOptions>(), seed);
}

Dataset outline(const Settings& settings) {
  return windows_outline(facts, settings.as<WindowOptions>());
}

}  // namespace

const TaskDef task_text_chinese{{"text_chinese", default_settings<WindowOptions>},
                                "text",
                                ValueKind::tokens,
                                "text_chinese",
                                make,
                                outline};

}  // namespace lushan
