#include "kernels/random.h"
#include "nn/position.h"

namespace lushan {
namespace {

// As large, in the mean of squares, as sines and cosines are.
constexpr float deviation = 0.70710678f;

void fill(Rng& rng, std::span<float> y, int, int) { kernels::fill_normal(rng, y, 0, deviation); }

void write(const PositionTable&, Rng& rng, std::span<float> y) { fill(rng, y, 0, 0); }

Var record(Graph& g, const PositionTable& t) {
  return g.buffer("table", {t.rows, t.columns}, {.fill = fill});
}

}  // namespace

// A random vector for each place, never trained: places differ, and nothing else is said of them.
const PositionDef position_random = {"random", PositionPlace::sequence, write, record, true};

}  // namespace lushan
