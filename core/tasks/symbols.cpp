#include "tasks/symbols.h"

namespace lushan {

void SymbolOptions::fields(Fields& f) {
  f.integer("length", length, {.min = 2, .max = 64});
  f.flag("shorter", shorter);
  f.integer("alphabet", alphabet, {.min = 2, .max = 62});
  f.integer("samples", samples, {.min = 20, .max = 20000, .scale = Scale::log});
  f.number("train_share", train_share, {.min = 0.1, .max = 0.95});
}

std::vector<std::string> symbol_names(int alphabet) {
  constexpr std::string_view all = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::vector<std::string> names;
  for (int k = 0; k < alphabet; ++k) names.emplace_back(1, all[static_cast<std::size_t>(k)]);
  return names;
}

Tokens random_symbols(Rng& rng, const SymbolOptions& o) {
  const int shortest = o.shorter ? (o.length + 1) / 2 : o.length;
  Tokens symbols(static_cast<std::size_t>(shortest + rng.below(o.length - shortest + 1)));
  for (int& s : symbols) s = tokens::specials + rng.below(o.alphabet);
  return symbols;
}

Dataset symbol_task(const SymbolOptions& o, std::uint64_t seed, Alignment alignment,
                    Tokens (*answer)(const Tokens&)) {
  Rng rng(seed, "task/examples");
  SequenceBuilder examples(vocabulary_of(symbol_names(o.alphabet)), alignment);
  // Few short inputs are different: after as many draws again the search is given up.
  for (int drawn = 0; examples.size() < o.samples && drawn < 2 * o.samples; ++drawn) {
    const Tokens input = random_symbols(rng, o);
    examples.add(input, answer(input));
  }
  return examples.build(o.train_share, seed);
}

}  // namespace lushan
