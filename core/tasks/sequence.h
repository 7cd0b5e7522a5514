#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/task.h"
#include "tensor/tokens.h"

namespace lushan {

using Tokens = std::vector<int>;

// A vocabulary: the special tokens, then the symbols, each a text of its own.
std::vector<std::string> vocabulary_of(std::span<const std::string> symbols);

// Gathers examples of tokens and lays them out as a data set: input and answer share one
// vocabulary, and each is padded at its end to the longest of its kind.
class SequenceBuilder {
 public:
  SequenceBuilder(std::vector<std::string> vocabulary, Alignment alignment);
  // For one class for each input instead of an answer in tokens.
  SequenceBuilder(std::vector<std::string> vocabulary, std::vector<std::string> classes);

  // Adds an example unless its input is there already; says whether it was new. A pair's answer is
  // closed with tokens::end here; under beside the two must be equally long.
  bool add(const Tokens& input, const Tokens& answer);

  // The same with a class, by its index.
  bool add(const Tokens& input, int label);

  int size() const { return static_cast<int>(inputs_.size()); }

  // Pads inputs to at least so many tokens, and answers too unless they are of their own length.
  void make_room_for(int length) { room_ = length; }

  // A data set with the examples in random order. Throws Error when there are fewer than two.
  Dataset build(double train_share, std::uint64_t seed) const;

  // The same in the order they were added in: the last ones are held out.
  Dataset build_in_order(double train_share) const;

 private:
  Dataset lay_out() const;

  std::vector<std::string> vocabulary_;
  std::vector<std::string> classes_;  // empty when answers are tokens
  int room_ = 0;
  Alignment alignment_ = Alignment::beside;
  std::vector<Tokens> inputs_, answers_;
  std::vector<float> labels_;
  std::set<Tokens> seen_;
};

// A set of pairs as a language model sees it: input, tokens::begin, answer; what is to be predicted
// is the answer and its end.
Dataset answered_after(const Dataset& pairs);

// A set of pairs with each answer's token beside an input's. Throws Error unless every answer is as
// long as its input.
Dataset answered_beside(const Dataset& pairs);

// A text in tokens: at each place the longest symbol that fits; blanks between symbols are left out
// where the vocabulary has none. Throws Error naming what is no symbol.
Tokens tokens_of_text(std::string_view text, std::span<const std::string> vocabulary);

// The symbols behind each other, with blanks between them where one is longer than a character.
std::string text_of_tokens(const Tokens&, std::span<const std::string> vocabulary);

// Throws Error naming the first number that is no token. what: "The input", which the sentence is
// about.
void check_tokens(std::string_view what, std::span<const int> tokens,
                  std::span<const std::string> vocabulary);

// Example i's input and answer without padding.
Tokens input_of(const Dataset&, int row);
Tokens answer_of(const Dataset&, int row);

}  // namespace lushan
