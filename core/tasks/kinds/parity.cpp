#include "tasks/symbols.h"

namespace lushan {
namespace {

struct ParityOptions : LengthOptions, SampleOptions {
  std::string asks = "each_step";

  ParityOptions() { length = 16; }

  void fields(Fields& f) {
    static constexpr std::string_view questions[] = {"each_step", "end"};
    f.choice("asks", asks, questions);
    LengthOptions::fields(f);
    SampleOptions::fields(f);
  }
};

constexpr int bit_zero = tokens::specials;

// Whether the number of ones so far is even (0) or odd (1), beside each bit:
//   1 0 1 1
//   1 1 0 1
Tokens running_parity(const Tokens& bits) {
  Tokens answer;
  int odd = 0;
  for (const int bit : bits) {
    odd ^= bit - bit_zero;
    answer.push_back(bit_zero + odd);
  }
  return answer;
}

Dataset make_parity(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<ParityOptions>();
  const bool each = o.asks == "each_step";
  const std::vector<std::string> vocabulary = vocabulary_of(symbol_names(2));
  SequenceBuilder builder = each ? SequenceBuilder(vocabulary, Alignment::beside)
                                 : SequenceBuilder(vocabulary, {"0", "1"});
  return random_examples(std::move(builder), o, seed, [&](Rng& rng, SequenceBuilder& examples) {
    const Tokens bits = random_symbols(rng, random_length(rng, o), 2);
    const Tokens parity = running_parity(bits);
    if (each) examples.add(bits, parity);
    else examples.add(bits, parity.back() - bit_zero);
  });
}

}  // namespace

const TaskDef task_parity = {.name = "parity",
                             .defaults = default_settings<ParityOptions>,
                             .group = "sequences",
                             .input = ValueKind::tokens,
                             .make = make_parity};

}  // namespace lushan
