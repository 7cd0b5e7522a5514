#include "tasks/language.h"

#include <algorithm>
#include <numeric>

#include "tasks/split.h"
#include "tensor/error.h"

namespace lushan {
namespace {

constexpr std::size_t max_line = 256;  // characters

std::string count_of(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

}  // namespace

void WindowOptions::fields(Fields& f) {
  f.integer("length", length, {.min = 8, .max = 128});
  f.integer("samples", samples, {.min = 20, .max = 20000, .scale = Scale::log});
  f.number("train_share", train_share, {.min = 0.1, .max = 0.95});
}

int count_windows(int characters, int length) { return characters / length; }

Dataset text_windows(std::string_view text, const WindowOptions& o, std::uint64_t seed) {
  const Parts characters = characters_of(text);
  const int count = count_windows(static_cast<int>(characters.size()), o.length);
  if (count < 2) {
    throw Error("The text has " + count_of(characters.size(), "character") +
                "; two examples take at least " + std::to_string(2 * o.length) +
                ". Add to it, or make the examples shorter.");
  }
  Symbols symbols;
  symbols.add(characters);
  SequenceBuilder windows(symbols.vocabulary(), Alignment::next);
  const Tokens all = symbols.tokens(characters);
  Rng rng(seed, "task/windows");
  const int left = static_cast<int>(all.size()) - count * o.length;
  const int skipped = rng.below(left + 1), first = rng.below(count);
  for (int i = 0; i < count && windows.size() < o.samples; ++i) {
    const auto at = all.begin() + skipped + (first + i) % count * o.length;
    const Tokens written(at, at + o.length);
    Tokens read = written;
    read.insert(read.begin(), tokens::begin);
    read.pop_back();
    windows.add(read, written);
  }
  if (windows.size() < 2) {
    throw Error("The text says the same over and over; take one that varies.");
  }
  return windows.build_in_order(o.train_share);
}

Dataset text_lines(std::string_view text, int samples, double train_share, std::uint64_t seed,
                   int room) {
  std::vector<Parts> lines;
  Symbols symbols;
  int number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    const Parts characters = characters_of(without_blanks_around(line));
    if (characters.empty()) continue;
    if (characters.size() > max_line) {
      throw Error("Line " + std::to_string(number) + " has " +
                  count_of(characters.size(), "character") + "; at most " +
                  std::to_string(max_line) + " can be taken. Break it, or learn the whole text.");
    }
    lines.push_back(characters);
    symbols.add(characters);
  }
  std::vector<int> order(lines.size());
  std::iota(order.begin(), order.end(), 0);
  Rng rng(seed, "task/examples");
  shuffle(rng, order);
  SequenceBuilder examples(symbols.vocabulary(), Alignment::next);
  examples.make_room_for(room + 1);
  for (const int i : order) {
    if (examples.size() == samples) break;
    Tokens written = symbols.tokens(lines[static_cast<std::size_t>(i)]);
    Tokens read = written;
    read.insert(read.begin(), tokens::begin);
    written.push_back(tokens::end);
    examples.add(read, written);
  }
  if (examples.size() < 2) {
    throw Error("The text has fewer than two different lines; write one example a line.");
  }
  return examples.build(train_share, seed);
}

}  // namespace lushan
