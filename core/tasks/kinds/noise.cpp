#include "tasks/symbols.h"

namespace lushan {
namespace {

struct NoiseOptions : SymbolOptions {
  int classes = 2;

  void fields(Fields& f) {
    f.integer("classes", classes, {.min = 2, .max = 10});
    SymbolOptions::fields(f);
  }
};

// Random symbols with random classes, as in Zhang et al. 2017: what is held out cannot be known,
// and whatever is right more often than chance has seen it.
Dataset make_noise(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<NoiseOptions>();
  std::vector<std::string> classes;
  for (int k = 0; k < o.classes; ++k) classes.emplace_back(1, static_cast<char>('A' + k));
  return random_examples({vocabulary_of(symbol_names(o.alphabet)), classes}, o, seed,
                         [&](Rng& rng, SequenceBuilder& examples) {
                           // drawn first: compilers differ in which argument they take first
                           const Tokens symbols = random_symbols(rng, o);
                           examples.add(symbols, rng.below(o.classes));
                         });
}

}  // namespace

const TaskDef task_noise = {.name = "noise",
                            .defaults = default_settings<NoiseOptions>,
                            .group = "sequences",
                            .input = ValueKind::tokens,
                            .make = make_noise};

}  // namespace lushan
