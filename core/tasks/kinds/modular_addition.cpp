#include "tasks/sequence.h"

namespace lushan {
namespace {

struct ModularAdditionOptions {
  int modulus = 59;
  double train_share = 0.5;

  void fields(Fields& f) {
    f.integer("modulus", modulus, {.min = 2, .max = 127});
    f.number("train_share", train_share, {.min = 0.1, .max = 0.95});
  }
};

// The whole table of a + b modulo p, part of it held out: the task on which networks were seen to
// understand long after they had memorised (Power et al. 2022).
//   52 + 9 =   -> class 2 of 59
Dataset make_modular_addition(const Settings& settings, std::uint64_t seed,
                              std::span<const std::byte>) {
  const auto& o = settings.as<ModularAdditionOptions>();
  const int p = o.modulus;
  std::vector<std::string> numbers;
  for (int k = 0; k < p; ++k) numbers.push_back(std::to_string(k));
  std::vector<std::string> symbols = numbers;
  symbols.insert(symbols.end(), {"+", "="});
  const int zero = tokens::specials, plus = zero + p, equals = plus + 1;
  SequenceBuilder examples(vocabulary_of(symbols), numbers);
  for (int a = 0; a < p; ++a) {
    for (int b = 0; b < p; ++b) examples.add({zero + a, plus, zero + b, equals}, (a + b) % p);
  }
  return examples.build(o.train_share, seed);
}

}  // namespace

const TaskDef task_modular_addition = {.name = "modular_addition",
                                       .defaults = default_settings<ModularAdditionOptions>,
                                       .group = "sequences",
                                       .input = ValueKind::tokens,
                                       .make = make_modular_addition};

}  // namespace lushan
