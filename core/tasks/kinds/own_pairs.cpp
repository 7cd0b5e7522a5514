#include <map>

#include "tasks/text.h"
#include "tensor/error.h"

namespace lushan {
namespace {

constexpr int max_pairs = 20000;
constexpr std::size_t most_tokens = 64;  // tokens of either side

struct OwnPairsOptions {
  std::string text;
  std::string tokens = "characters";
  double train_share = 0.9;
  void fields(Fields& f) {
    static constexpr std::string_view units[] = {"characters", "words"};
    f.text("text", text, max_text_bytes);
    f.choice("tokens", tokens, units);
    f.number("train_share", train_share, {.min = 0.1, .max = 0.95});
  }
};

struct Pair {
  Parts input, answer;
  int line;
};

[[noreturn]] void refuse_pair(int line, const std::string& what) {
  throw Error("Line " + std::to_string(line) + " " + what);
}

// The two sides of "3 1 4 -> 4 1 3": what separates them is the first of these in the line.
std::array<std::string_view, 2> sides(std::string_view line, int number) {
  std::size_t at = std::string_view::npos, bytes = 0;
  for (const std::string_view arrow : {"→", "->", "=>", "\t"}) {
    const std::size_t found = line.find(arrow);
    if (found < at) at = found, bytes = arrow.size();
  }
  if (bytes == 0) {
    refuse_pair(number, "has no arrow; write the input, -> or a tab, and the answer.");
  }
  return {without_blanks_around(line.substr(0, at)),
          without_blanks_around(line.substr(at + bytes))};
}

Parts side_tokens(std::string_view side, bool words, int number, const std::string& which) {
  const Parts parts = words ? words_of(side) : characters_of(side);
  if (parts.empty()) refuse_pair(number, "has no " + which + "; write something on both sides.");
  if (parts.size() > most_tokens) {
    refuse_pair(number, "has " + std::to_string(parts.size()) + (words ? " words" : " characters") +
                            " in its " + which + "; at most " + std::to_string(most_tokens) +
                            " can be taken.");
  }
  return parts;
}

// Pairs of the user's, one a line. A pair that stands there again is passed over.
Dataset make_own_pairs(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<OwnPairsOptions>();
  refuse_control_characters(o.text);
  const bool words = o.tokens == "words";
  std::vector<Pair> pairs;
  std::map<Parts, std::size_t> pair_of;  // by input
  Symbols symbols;
  int number = 0;
  for (const std::string_view line : lines_of(o.text)) {
    ++number;
    if (without_blanks_around(line).empty()) continue;
    const auto [left, right] = sides(line, number);
    Pair pair{side_tokens(left, words, number, "input"),
              side_tokens(right, words, number, "answer"), number};
    const auto [known, fresh] = pair_of.emplace(pair.input, pairs.size());
    if (!fresh) {
      const Pair& before = pairs[known->second];
      if (before.answer == pair.answer) continue;
      refuse_pair(number, "answers the input of line " + std::to_string(before.line) +
                              " otherwise; one input can have one answer only.");
    }
    if (std::ssize(pairs) == max_pairs) {
      refuse_pair(number, "is one too many: " + std::to_string(max_pairs) +
                              " pairs can be taken. Leave some out.");
    }
    symbols.add(pair.input);
    symbols.add(pair.answer);
    pairs.push_back(std::move(pair));
  }
  if (pairs.size() < 2) {
    throw Error("There are fewer than two different pairs; write one a line: input -> answer.");
  }
  SequenceBuilder examples(symbols.vocabulary(), Alignment::pair);
  for (const Pair& pair : pairs)
    examples.add(symbols.tokens(pair.input), symbols.tokens(pair.answer));
  return examples.build(o.train_share, seed);
}

}  // namespace

const TaskDef task_own_pairs = {.name = "own_pairs",
                                .defaults = default_settings<OwnPairsOptions>,
                                .group = "own",
                                .input = ValueKind::tokens,
                                .make = make_own_pairs};

}  // namespace lushan
