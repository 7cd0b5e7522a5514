#include "kernels/random.h"
#include "nn/position.h"

namespace lushan {
namespace {

// GPT-2's.
constexpr float deviation = 0.02f;

void fill(Rng& rng, std::span<float> y, int, int) { kernels::fill_normal(rng, y, 0, deviation); }

void write(const PositionTable&, Rng& rng, std::span<float> y) { fill(rng, y, 0, 0); }

Var record(Graph& g, const PositionTable& t) {
  return g.parameter("table", {t.rows, t.columns}, {.fill = fill}, false);
}

}  // namespace

// A vector for each place that is trained with everything else (Gehring et al. 2017; BERT, GPT).
const PositionDef position_learned = {"learned", PositionPlace::sequence, write, record, true};

}  // namespace lushan
