#include "tasks/symbols.h"

namespace lushan {
namespace {

struct RecallOptions : SymbolOptions {
  std::string which = "first";

  void fields(Fields& f) {
    static constexpr std::string_view ends[] = {"first", "last"};
    SymbolOptions::fields(f);
    f.choice("which", which, ends);
  }
};

// The class of a row of symbols is its first one, which has to be remembered to the end, or its
// last, which has not.
Dataset make_recall(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<RecallOptions>();
  const std::vector<std::string> symbols = symbol_names(o.alphabet);
  return random_examples(
      {vocabulary_of(symbols), symbols}, o, seed, [&](Rng& rng, SequenceBuilder& examples) {
        const Tokens input = random_symbols(rng, o);
        examples.add(input, (o.which == "first" ? input.front() : input.back()) - tokens::specials);
      });
}

}  // namespace

const TaskDef task_recall = {.name = "recall",
                             .defaults = default_settings<RecallOptions>,
                             .group = "sequences",
                             .input = ValueKind::tokens,
                             .make = make_recall};

}  // namespace lushan
