#pragma once

#include "tasks/sequence.h"

namespace lushan {

// What tasks over random symbols share: how long examples are, and how many there are.
struct LengthOptions {
  int length = 8;
  bool shorter = true;  // lengths from half of it up; otherwise all are equally long

  void fields(Fields& f);
};

struct SampleOptions {
  int samples = 4000;
  double train_share = 0.9;

  void fields(Fields& f);
};

struct SymbolOptions : LengthOptions, SampleOptions {
  int alphabet = 10;

  void fields(Fields& f);
};

// "0" to "9", "a" to "z", then "A" to "Z": symbol k of the alphabet is token tokens::specials + k.
std::vector<std::string> symbol_names(int alphabet);

// All lengths equally likely.
int random_length(Rng&, const LengthOptions&);

// So many tokens of the alphabet, or a random length of them, all equally likely.
Tokens random_symbols(Rng&, int length, int alphabet);
Tokens random_symbols(Rng&, const SymbolOptions&);

// A data set of random examples, each added by draw(rng, examples) unless it is there already.
// Gives fewer than were asked for when few are different: after twice as many draws it is given up.
template <class Draw>
Dataset random_examples(SequenceBuilder examples, const SampleOptions& o, std::uint64_t seed,
                        Draw draw) {
  Rng rng(seed, "task/examples");
  for (int drawn = 0; examples.size() < o.samples && drawn < 2 * o.samples; ++drawn) {
    draw(rng, examples);
  }
  return examples.build(o.train_share, seed);
}

// Examples whose answer is a function of random symbols.
Dataset symbol_task(const SymbolOptions&, std::uint64_t seed, Alignment,
                    Tokens (*answer)(const Tokens& input));

}  // namespace lushan
