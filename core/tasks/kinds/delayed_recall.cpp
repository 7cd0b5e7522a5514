#include "tasks/symbols.h"

namespace lushan {
namespace {

struct DelayedRecallOptions : SampleOptions {
  int symbols = 5;
  int gap = 20;
  int alphabet = 8;

  void fields(Fields& f) {
    f.integer("symbols", symbols, {.min = 2, .max = 12});
    f.integer("gap", gap, {.min = 0, .max = 120});
    f.integer("alphabet", alphabet, {.min = 2, .max = 62});
    SampleOptions::fields(f);
  }
};

// The copying problem (Hochreiter and Schmidhuber 1997; as in Arjovsky et al. 2016): symbols, then
// blanks, then as many cues, at each of which the next symbol is to be named.
//   3 1 4 _ _ _ _ ? ? ?
//                 3 1 4
Dataset make_delayed_recall(const Settings& settings, std::uint64_t seed,
                            std::span<const std::byte>) {
  const auto& o = settings.as<DelayedRecallOptions>();
  std::vector<std::string> names = symbol_names(o.alphabet);
  names.insert(names.end(), {"_", "?"});
  const int blank = tokens::specials + o.alphabet, cue = blank + 1;
  const auto count = static_cast<std::size_t>(o.symbols), gap = static_cast<std::size_t>(o.gap);
  return random_examples({vocabulary_of(names), Alignment::beside}, o, seed,
                         [&](Rng& rng, SequenceBuilder& examples) {
                           const Tokens symbols = random_symbols(rng, o.symbols, o.alphabet);
                           Tokens input = symbols;
                           input.insert(input.end(), gap, blank);
                           input.insert(input.end(), count, cue);
                           Tokens answer(count + gap, tokens::pad);
                           answer.insert(answer.end(), symbols.begin(), symbols.end());
                           examples.add(input, answer);
                         });
}

}  // namespace

const TaskDef task_delayed_recall = {.name = "delayed_recall",
                                     .defaults = default_settings<DelayedRecallOptions>,
                                     .group = "sequences",
                                     .input = ValueKind::tokens,
                                     .make = make_delayed_recall};

}  // namespace lushan
