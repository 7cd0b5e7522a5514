#include <algorithm>

#include "tasks/symbols.h"

namespace lushan {
namespace {

struct DyckOptions : LengthOptions, SampleOptions {
  std::string asks = "balanced";
  int brackets = 2;
  int depth = 4;

  DyckOptions() { length = 16; }

  void fields(Fields& f) {
    static constexpr std::string_view questions[] = {"balanced", "closing"};
    f.choice("asks", asks, questions);
    f.integer("brackets", brackets, {.min = 1, .max = 3});
    f.integer("depth", depth, {.min = 1, .max = 16});
    LengthOptions::fields(f);
    SampleOptions::fields(f);
  }
};

// ( ) [ ] { }: an opening bracket is followed by its closing one.
std::vector<std::string> bracket_names(int brackets) {
  constexpr std::string_view all = "()[]{}";
  std::vector<std::string> names;
  for (int k = 0; k < 2 * brackets; ++k) names.emplace_back(1, all[static_cast<std::size_t>(k)]);
  return names;
}

int opening(int kind) { return tokens::specials + 2 * kind; }
bool opens(int token) { return (token - tokens::specials) % 2 == 0; }

// The brackets that are open after each symbol, closing ones, innermost last; false where one is
// closed that is not open.
template <class Visit>
bool walk(const Tokens& string, Visit visit) {
  Tokens open;
  for (const int token : string) {
    if (opens(token)) {
      open.push_back(token + 1);
    } else {
      if (open.empty() || open.back() != token) return false;
      open.pop_back();
    }
    visit(open);
  }
  return open.empty();
}

bool balanced(const Tokens& string) {
  return walk(string, [](const Tokens&) {});
}

// A balanced string, of an even length, no deeper than allowed.
Tokens random_balanced(Rng& rng, const DyckOptions& o) {
  const int pairs = random_length(rng, {.length = o.length / 2, .shorter = o.shorter});
  Tokens string, open;
  for (int left = 2 * pairs; left > 0; --left) {
    const int height = static_cast<int>(open.size());
    const bool may_open = height < std::min(o.depth, left), may_close = height > 0;
    if (may_open && (!may_close || rng.below(2) == 0)) {
      string.push_back(opening(rng.below(o.brackets)));
      open.push_back(string.back() + 1);
    } else {
      string.push_back(open.back());
      open.pop_back();
    }
  }
  return string;
}

// A balanced string with a bracket changed or two swapped, as often as it takes.
Tokens random_unbalanced(Rng& rng, const DyckOptions& o) {
  Tokens string = random_balanced(rng, o);
  const int length = static_cast<int>(string.size());
  while (balanced(string)) {
    int& one = string[static_cast<std::size_t>(rng.below(length))];
    if (rng.below(2) == 0) one = tokens::specials + rng.below(2 * o.brackets);
    else std::swap(one, string[static_cast<std::size_t>(rng.below(length))]);
  }
  return string;
}

// Whether brackets match (Chomsky and Schützenberger 1963), in as many strings as not.
//   ( [ ] )  -> ✓        ( [ ) ]  -> ✗
Dataset judged(const DyckOptions& o, std::uint64_t seed) {
  return random_examples({vocabulary_of(bracket_names(o.brackets)), {"✗", "✓"}}, o, seed,
                         [&](Rng& rng, SequenceBuilder& examples) {
                           const bool good = examples.size() % 2 == 0;
                           examples.add(good ? random_balanced(rng, o) : random_unbalanced(rng, o),
                                        good ? 1 : 0);
                         });
}

// Beside each bracket the one that may close next, - where none is open:
//   ( [ ] )
//   ) ] ) -
Dataset closed(const DyckOptions& o, std::uint64_t seed) {
  std::vector<std::string> names = bracket_names(o.brackets);
  const int none = tokens::specials + static_cast<int>(names.size());
  names.emplace_back("-");
  return random_examples(
      {vocabulary_of(names), Alignment::beside}, o, seed, [&](Rng& rng, SequenceBuilder& examples) {
        const Tokens string = random_balanced(rng, o);
        Tokens answer;
        walk(string,
             [&](const Tokens& open) { answer.push_back(open.empty() ? none : open.back()); });
        examples.add(string, answer);
      });
}

Dataset make_dyck(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<DyckOptions>();
  return o.asks == "balanced" ? judged(o, seed) : closed(o, seed);
}

}  // namespace

const TaskDef task_dyck = {.name = "dyck",
                           .defaults = default_settings<DyckOptions>,
                           .group = "sequences",
                           .input = ValueKind::tokens,
                           .make = make_dyck};

}  // namespace lushan
