#include "tasks/sequence.h"

#include <algorithm>

#include "tasks/split.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// Rows of tokens, each padded to `length`.
std::vector<float> padded_rows(std::span<const Tokens> rows, int length) {
  const auto width = static_cast<std::size_t>(length);
  std::vector<float> out(rows.size() * width, static_cast<float>(tokens::pad));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(rows[i], out.begin() + static_cast<std::ptrdiff_t>(i * width));
  }
  return out;
}

int longest(std::span<const Tokens> rows) {
  std::size_t most = 1;
  for (const Tokens& row : rows) most = std::max(most, row.size());
  return static_cast<int>(most);
}

// Shapes and rows; order and split are left as they are.
void fill(Dataset& d, std::span<const Tokens> inputs, std::span<const Tokens> answers) {
  d.input.shape = Shape{longest(inputs)};
  d.target.length = longest(answers);
  d.x = padded_rows(inputs, d.input.shape[0]);
  d.y = padded_rows(answers, d.target.length);
}

Tokens without_padding(std::span<const float> row) {
  Tokens out(row.begin(), row.end());
  while (!out.empty() && out.back() == tokens::pad) out.pop_back();
  return out;
}

// The same rows and split, laid out another way. lay_out(input, answer, new input, new answer)
template <class F>
Dataset laid_out(const Dataset& pairs, Alignment alignment, F lay_out) {
  std::vector<Tokens> inputs, answers;
  for (int i = 0; i < pairs.size(); ++i) {
    inputs.emplace_back();
    answers.emplace_back();
    lay_out(input_of(pairs, i), answer_of(pairs, i), inputs.back(), answers.back());
  }
  Dataset d = pairs;
  d.target.alignment = alignment;
  fill(d, inputs, answers);
  d.chance = chance_level(d);
  return d;
}

}  // namespace

std::vector<std::string> vocabulary_of(std::span<const std::string> symbols) {
  std::vector<std::string> all = {"<pad>", "<bos>", "<eos>"};
  all.insert(all.end(), symbols.begin(), symbols.end());
  return all;
}

SequenceBuilder::SequenceBuilder(std::vector<std::string> vocabulary, Alignment alignment)
    : vocabulary_(std::move(vocabulary)), alignment_(alignment) {}

SequenceBuilder::SequenceBuilder(std::vector<std::string> vocabulary,
                                 std::vector<std::string> classes)
    : vocabulary_(std::move(vocabulary)), classes_(std::move(classes)) {}

bool SequenceBuilder::add(const Tokens& input, int label) {
  if (!seen_.insert(input).second) return false;
  inputs_.push_back(input);
  labels_.push_back(static_cast<float>(label));
  return true;
}

bool SequenceBuilder::add(const Tokens& input, const Tokens& answer) {
  if (!seen_.insert(input).second) return false;
  inputs_.push_back(input);
  answers_.push_back(answer);
  if (alignment_ == Alignment::pair) answers_.back().push_back(tokens::end);
  return true;
}

Dataset SequenceBuilder::build(double train_share, std::uint64_t seed) const {
  Dataset d = lay_out();
  split_examples(d, train_share, seed);
  return d;
}

Dataset SequenceBuilder::build_in_order(double train_share) const {
  Dataset d = lay_out();
  d.train = train_count(d.size(), train_share);
  d.chance = chance_level(d);
  return d;
}

Dataset SequenceBuilder::lay_out() const {
  if (size() < 2) {
    throw Error("The task has fewer than two different examples; widen its ranges.");
  }
  Dataset d;
  d.input.kind = ValueKind::tokens;
  d.input.vocabulary = vocabulary_;
  int length = std::max(room_, longest(inputs_));
  if (!classes_.empty()) {
    d.target = {TargetKind::classes, static_cast<int>(classes_.size()), classes_};
    d.y = labels_;
  } else {
    d.target.kind = TargetKind::tokens;
    d.target.count = static_cast<int>(vocabulary_.size());
    d.target.names = vocabulary_;
    d.target.alignment = alignment_;
    d.target.length = longest(answers_);
    // Otherwise both lie step by step against each other.
    if (alignment_ != Alignment::pair) length = d.target.length = std::max(length, d.target.length);
    d.y = padded_rows(answers_, d.target.length);
  }
  d.input.shape = Shape{length};
  d.x = padded_rows(inputs_, length);
  return d;
}

Dataset answered_after(const Dataset& pairs) {
  Dataset d = laid_out(pairs, Alignment::next,
                       [](const Tokens& input, const Tokens& answer, Tokens& x, Tokens& y) {
                         x = input;
                         x.push_back(tokens::begin);
                         x.insert(x.end(), answer.begin(), answer.end() - 1);
                         y.assign(input.size(), tokens::pad);
                         y.insert(y.end(), answer.begin(), answer.end());
                       });
  return d;
}

Dataset answered_beside(const Dataset& pairs) {
  return laid_out(pairs, Alignment::beside,
                  [](const Tokens& input, const Tokens& answer, Tokens& x, Tokens& y) {
                    x = input;
                    y.assign(answer.begin(), answer.end() - 1);
                    if (x.size() == y.size()) return;
                    throw Error(
                        "`model.answer` is `beside`, but an answer of this task can be longer or "
                        "shorter than its input; choose `after`, or a decoder.");
                  });
}

namespace {

// Bytes of the UTF-8 character that a text begins with; 1 where it is not UTF-8.
std::size_t character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return std::min(bytes, text.size());
}

}  // namespace

Tokens tokens_of_text(std::string_view text, std::span<const std::string> vocabulary) {
  const std::span<const std::string> symbols = vocabulary.subspan(tokens::specials);
  Tokens out;
  while (!text.empty()) {
    std::size_t best = 0, length = 0;
    for (std::size_t k = 0; k < symbols.size(); ++k) {
      if (symbols[k].size() > length && text.starts_with(symbols[k])) {
        best = k;
        length = symbols[k].size();
      }
    }
    if (length > 0) out.push_back(tokens::specials + static_cast<int>(best));
    if (length == 0) {
      length = character(text);
      if (text.front() != ' ') {
        throw Error("\"" + std::string(text.substr(0, length)) +
                    "\" is not among the symbols of this task; leave it out.");
      }
    }
    text.remove_prefix(length);
  }
  return out;
}

std::string text_of_tokens(const Tokens& text, std::span<const std::string> vocabulary) {
  const bool words = std::ranges::any_of(vocabulary.subspan(tokens::specials),
                                         [](const auto& s) { return s.size() > character(s); });
  std::string out;
  for (const int token : text) {
    if (words && !out.empty()) out += ' ';
    out += vocabulary[static_cast<std::size_t>(token)];
  }
  return out;
}

void check_tokens(std::string_view what, std::span<const int> tokens,
                  std::span<const std::string> vocabulary) {
  for (const int token : tokens) {
    if (token >= 0 && token < static_cast<int>(vocabulary.size())) continue;
    throw Error(std::string(what) + " holds " + std::to_string(token) +
                ", which is no token; there are " + std::to_string(vocabulary.size()) + ".");
  }
}

Tokens input_of(const Dataset& d, int row) {
  const std::size_t width = d.input.shape.size();
  return without_padding(std::span(d.x).subspan(static_cast<std::size_t>(row) * width, width));
}

Tokens answer_of(const Dataset& d, int row) {
  const auto width = static_cast<std::size_t>(d.target.width());
  return without_padding(std::span(d.y).subspan(static_cast<std::size_t>(row) * width, width));
}

}  // namespace lushan
