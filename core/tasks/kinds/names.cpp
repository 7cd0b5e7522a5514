#include <algorithm>

#include "tasks/text_file.h"

namespace lushan {
namespace {

constexpr int names = 8400, longest = 12;
constexpr TextFacts names_facts{.characters = 58927, .symbols = 52, .chance = 0.13};

struct NamesOptions {
  int samples = names;
  double train_share = 0.9;
  void fields(Fields& f) {
    f.integer("samples", samples, {.min = 20, .max = names, .scale = Scale::log});
    f.number("train_share", train_share, {.min = 0.1, .max = 0.95});
  }
};

// First names, letter by letter: what is to be learnt is which names there could be.
Dataset make_names(const Settings& settings, std::uint64_t seed, std::span<const std::byte> asset) {
  const auto& o = settings.as<NamesOptions>();
  return text_lines(read_text(asset, "names"), o.samples, o.train_share, seed, longest);
}

Dataset names_outline(const Settings& settings) {
  const auto& o = settings.as<NamesOptions>();
  return language_outline(names_facts, longest + 1, o.samples, o.train_share);
}

}  // namespace

const TaskDef task_names = {.name = "names",
                            .defaults = default_settings<NamesOptions>,
                            .group = "text",
                            .input = ValueKind::tokens,
                            .make = make_names,
                            .asset = "names",
                            .outline = names_outline};

}  // namespace lushan
