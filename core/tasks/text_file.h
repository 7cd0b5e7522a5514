#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "tasks/language.h"

namespace lushan {

// The text in a file that scripts/data/pack-texts.mjs wrote: a line "Lushan text 1 " with the
// CRC-32 of what follows it, lines that say what the text is and where it is from, an empty line,
// and the text. Throws Error when the file is missing or damaged; its size is bounded.
std::string_view read_text(std::span<const std::byte> file, std::string_view task);

// What is known of a text before it is here, for outlines; a test holds it to the file.
struct TextFacts {
  int characters;
  int symbols;    // different ones
  double chance;  // the commonest symbol's share, about
};

// A data set of examples of so many tokens, with rows of zeros.
Dataset language_outline(const TextFacts&, int length, int examples, double train_share);

// One of windows: as many as there are when no stretch of the text stands in it again.
Dataset windows_outline(const TextFacts&, const WindowOptions&);

}  // namespace lushan
