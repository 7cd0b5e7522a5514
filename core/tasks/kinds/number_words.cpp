#include "tasks/number_words.h"

#include <algorithm>
#include <numeric>

#include "tasks/text.h"

namespace lushan {
namespace {

struct NumberWordsOptions {
  std::string direction = "english_to_digits";
  int largest = max_number_in_words;
  int samples = 5000;
  double train_share = 0.9;
  void fields(Fields& f) {
    static constexpr std::string_view directions[] = {"english_to_chinese", "chinese_to_english",
                                                      "english_to_digits",  "chinese_to_digits",
                                                      "digits_to_english",  "digits_to_chinese"};
    f.choice("direction", direction, directions);
    f.integer("largest", largest, {.min = 20, .max = max_number_in_words, .scale = Scale::log});
    f.integer("samples", samples, {.min = 20, .max = max_number_in_words + 1, .scale = Scale::log});
    f.number("train_share", train_share, {.min = 0.1, .max = 0.95});
  }
};

std::string written_in(int number, std::string_view language) {
  if (language == "english") return english_number(number);
  if (language == "chinese") return chinese_number(number);
  return std::to_string(number);
}

// English in words and hyphens, Chinese and digits in characters.
Parts word_tokens(std::string_view text, std::string_view language) {
  if (language != "english") return characters_of(text);
  Parts out;
  for (const std::string_view word : words_of(text)) {
    const std::size_t hyphen = std::min(word.find('-'), word.size());
    out.push_back(word.substr(0, hyphen));
    if (hyphen == word.size()) continue;
    out.push_back(word.substr(hyphen, 1));
    out.push_back(word.substr(hyphen + 1));
  }
  return out;
}

// Numbers up to the largest, no one twice, in one way of writing and another.
Dataset make_number_words(const Settings& settings, std::uint64_t seed,
                          std::span<const std::byte>) {
  const auto& o = settings.as<NumberWordsOptions>();
  constexpr std::string_view between = "_to_";
  const std::string_view direction = o.direction;
  const std::size_t middle = direction.find(between);
  const std::string_view from = direction.substr(0, middle);
  const std::string_view to = direction.substr(middle + between.size());

  // The vocabulary does not depend on which numbers are drawn.
  std::vector<std::string> read, write;
  Symbols symbols;
  for (int n = 0; n <= o.largest; ++n) {
    read.push_back(written_in(n, from));
    write.push_back(written_in(n, to));
  }
  for (const auto& text : read) symbols.add(word_tokens(text, from));
  for (const auto& text : write) symbols.add(word_tokens(text, to));
  SequenceBuilder examples(symbols.vocabulary(), Alignment::pair);

  std::vector<int> numbers(static_cast<std::size_t>(o.largest) + 1);
  std::iota(numbers.begin(), numbers.end(), 0);
  Rng rng(seed, "task/examples");
  shuffle(rng, numbers);
  for (const int number : numbers) {
    if (examples.size() == o.samples) break;
    const auto n = static_cast<std::size_t>(number);
    examples.add(symbols.tokens(word_tokens(read[n], from)),
                 symbols.tokens(word_tokens(write[n], to)));
  }
  return examples.build(o.train_share, seed);
}

}  // namespace

const TaskDef task_number_words = {.name = "number_words",
                                   .defaults = default_settings<NumberWordsOptions>,
                                   .group = "text",
                                   .input = ValueKind::tokens,
                                   .make = make_number_words};

}  // namespace lushan
