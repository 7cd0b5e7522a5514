#include <algorithm>

#include "tasks/symbols.h"

namespace lushan {
namespace {

struct AdditionOptions : SampleOptions {
  int digits = 3;
  bool shorter = true;  // any number of digits up to that; otherwise just so many
  bool reversed = false;

  void fields(Fields& f) {
    f.integer("digits", digits, {.min = 1, .max = 8});
    f.flag("shorter", shorter);
    f.flag("reversed", reversed);
    SampleOptions::fields(f);
  }
};

constexpr int digit_zero = tokens::specials, plus_sign = digit_zero + 10;

// Every number of digits equally likely, and then every number of so many.
int random_number(Rng& rng, const AdditionOptions& o) {
  const int digits = o.shorter ? 1 + rng.below(o.digits) : o.digits;
  int least = 1;
  for (int k = 1; k < digits; ++k) least *= 10;
  return digits == 1 ? rng.below(10) : least + rng.below(9 * least);
}

Tokens digits_of(int number) {
  Tokens digits;
  for (const char c : std::to_string(number)) digits.push_back(digit_zero + (c - '0'));
  return digits;
}

// 97+5 -> 102, or 201 where the units come first, as the carry does.
Dataset make_addition(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<AdditionOptions>();
  std::vector<std::string> symbols = symbol_names(10);
  symbols.emplace_back("+");
  return random_examples({vocabulary_of(symbols), Alignment::pair}, o, seed,
                         [&](Rng& rng, SequenceBuilder& examples) {
                           const int a = random_number(rng, o), b = random_number(rng, o);
                           Tokens input = digits_of(a);
                           input.push_back(plus_sign);
                           const Tokens other = digits_of(b);
                           input.insert(input.end(), other.begin(), other.end());
                           Tokens sum = digits_of(a + b);
                           if (o.reversed) std::ranges::reverse(sum);
                           examples.add(input, sum);
                         });
}

}  // namespace

const TaskDef task_addition = {.name = "addition",
                               .defaults = default_settings<AdditionOptions>,
                               .group = "sequences",
                               .input = ValueKind::tokens,
                               .make = make_addition};

}  // namespace lushan
