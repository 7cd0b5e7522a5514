#pragma once

#include <string_view>

#include "tasks/text.h"

namespace lushan {

// Data sets for language models: what is to be predicted at each place is the next character.

struct WindowOptions {
  int length = 48;  // characters
  int samples = 4000;
  double train_share = 0.9;

  void fields(Fields& f);
};

// Stretches of a text, one beginning where the one before ended, from a place that the seed chooses
// to the end and on from the beginning. Each is read after tokens::begin, as a model that writes a
// text of its own reads it, so that every character is to be predicted once. What is held out is
// thus one part of the text (or its end and its beginning), and shares no stretch with what is
// trained on; one that stands in the text again is taken once. Throws Error when there is too
// little text.
Dataset text_windows(std::string_view text, const WindowOptions&, std::uint64_t seed);

// How many windows a text of so many characters has.
int count_windows(int characters, int length);

// Every line of a text is an example, opened by tokens::begin and closed by tokens::end. Lines are
// taken in random order; empty ones and those that were there before are passed over.
// room: characters that every example has place for, when no line is longer.
Dataset text_lines(std::string_view text, int samples, double train_share, std::uint64_t seed,
                   int room = 0);

}  // namespace lushan
