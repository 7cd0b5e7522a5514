#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/sequence.h"

namespace lushan {

inline constexpr std::size_t max_text_bytes = 1'000'000;  // of a user's own text
inline constexpr int max_symbols = 4000;                  // different ones in a text

using Parts = std::vector<std::string_view>;

// The characters (code points) of a text. Throws Error where it is not UTF-8.
Parts characters_of(std::string_view text);

// What stands between blanks.
Parts words_of(std::string_view text);

// The lines of a text, which end in LF, CRLF or CR; blanks around them and empty lines are kept.
Parts lines_of(std::string_view text);

// Throws Error naming the line of a character that does not belong into a text: controls but for
// tabs and the ends of lines.
void refuse_control_characters(std::string_view text);

// Blanks are spaces and tabs.
std::string_view without_blanks_around(std::string_view text);

// The different symbols of some texts in the order of their bytes, which for characters is that of
// their code points.
class Symbols {
 public:
  // Throws Error when there are more than max_symbols.
  void add(std::span<const std::string_view> parts);

  // To be called when all are added: it is here that they get their numbers.
  std::vector<std::string> vocabulary();

  // Some of what was added, as tokens of the vocabulary.
  Tokens tokens(std::span<const std::string_view> parts) const;

 private:
  std::map<std::string_view, int> symbols_;  // and the token that each is
};

}  // namespace lushan
