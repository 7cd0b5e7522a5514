#pragma once

#include "tasks/sequence.h"

namespace lushan {

// What tasks over random symbols share: lengths, alphabet, and how many examples.
struct SymbolOptions {
  int length = 8;
  bool shorter = true;  // lengths from half of it up; otherwise all are equally long
  int alphabet = 10;
  int samples = 4000;
  double train_share = 0.9;

  void fields(Fields& f);
};

// "0" to "9", "a" to "z", then "A" to "Z": symbol k of the alphabet is token tokens::specials + k.
std::vector<std::string> symbol_names(int alphabet);

// A random input, all lengths equally likely.
Tokens random_symbols(Rng&, const SymbolOptions&);

// Examples whose answer is a function of random symbols, all inputs different. Gives fewer than
// were asked for when there are not so many.
Dataset symbol_task(const SymbolOptions&, std::uint64_t seed, Alignment,
                    Tokens (*answer)(const Tokens& input));

}  // namespace lushan
