#include "tasks/symbols.h"

namespace lushan {

void LengthOptions::fields(Fields& f) {
  f.integer("length", length, {.min = 2, .max = 64});
  f.flag("shorter", shorter);
}

void SampleOptions::fields(Fields& f) {
  f.integer("samples", samples, {.min = 20, .max = 20000, .scale = Scale::log});
  f.number("train_share", train_share, {.min = 0.1, .max = 0.95});
}

void SymbolOptions::fields(Fields& f) {
  LengthOptions::fields(f);
  f.integer("alphabet", alphabet, {.min = 2, .max = 62});
  SampleOptions::fields(f);
}

std::vector<std::string> symbol_names(int alphabet) {
  constexpr std::string_view all = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::vector<std::string> names;
  for (int k = 0; k < alphabet; ++k) names.emplace_back(1, all[static_cast<std::size_t>(k)]);
  return names;
}

int random_length(Rng& rng, const LengthOptions& o) {
  const int shortest = o.shorter ? (o.length + 1) / 2 : o.length;
  return shortest + rng.below(o.length - shortest + 1);
}

Tokens random_symbols(Rng& rng, int length, int alphabet) {
  Tokens symbols(static_cast<std::size_t>(length));
  for (int& s : symbols) s = tokens::specials + rng.below(alphabet);
  return symbols;
}

Tokens random_symbols(Rng& rng, const SymbolOptions& o) {
  return random_symbols(rng, random_length(rng, o), o.alphabet);
}

Dataset symbol_task(const SymbolOptions& o, std::uint64_t seed, Alignment alignment,
                    Tokens (*answer)(const Tokens&)) {
  return random_examples({vocabulary_of(symbol_names(o.alphabet)), alignment}, o, seed,
                         [&](Rng& rng, SequenceBuilder& examples) {
                           const Tokens input = random_symbols(rng, o);
                           examples.add(input, answer(input));
                         });
}

}  // namespace lushan
