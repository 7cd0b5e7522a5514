#include "tasks/language.h"

namespace lushan {
namespace {

struct OwnTextOptions : WindowOptions {
  std::string text;
  std::string examples = "windows";
  void fields(Fields& f) {
    static constexpr std::string_view ways[] = {"windows", "lines"};
    f.text("text", text, max_text_bytes);
    f.choice("examples", examples, ways);
    WindowOptions::fields(f);
  }
};

// A text of the user's: stretches of it, or every line an example of its own.
Dataset make_own_text(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<OwnTextOptions>();
  refuse_control_characters(o.text);
  if (o.examples == "lines") return text_lines(o.text, o.samples, o.train_share, seed);
  std::string text = o.text;
  std::erase(text, '\r');  // of Windows' line ends
  return text_windows(text, o, seed);
}

}  // namespace

const TaskDef task_own_text = {.name = "own_text",
                               .defaults = default_settings<OwnTextOptions>,
                               .group = "own",
                               .input = ValueKind::tokens,
                               .make = make_own_text};

}  // namespace lushan
