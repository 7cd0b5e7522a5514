#include "kernels/random.h"
#include "nn/position.h"

namespace lushan {
namespace {

// GPT-2's.
constexpr float learned_deviation = 0.02f;

void fill_learned(Rng& rng, std::span<float> y, int, int) {
  kernels::fill_normal(rng, y, 0, learned_deviation);
}

void write_learned(const PositionTable&, Rng& rng, std::span<float> y) {
  fill_learned(rng, y, 0, 0);
}

Var record_learned(Graph& g, const PositionTable& t) {
  return g.parameter("table", {t.rows, t.columns}, {.fill = fill_learned}, false);
}

}  // namespace

// A vector for each place that is trained with everything else (Gehring et al. 2017; BERT, GPT).
const PositionDef position_learned = {"learned", PositionPlace::sequence, write_learned,
                                      record_learned, true};

}  // namespace lushan
