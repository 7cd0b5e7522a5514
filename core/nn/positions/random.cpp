#include "kernels/random.h"
#include "nn/position.h"

namespace lushan {
namespace {

// As large, in the mean of squares, as sines and cosines are.
constexpr float random_deviation = 0.70710678f;

void fill_random(Rng& rng, std::span<float> y, int, int) {
  kernels::fill_normal(rng, y, 0, random_deviation);
}

void write_random(const PositionTable&, Rng& rng, std::span<float> y) { fill_random(rng, y, 0, 0); }

Var record_random(Graph& g, const PositionTable& t) {
  return g.buffer("table", {t.rows, t.columns}, {.fill = fill_random});
}

}  // namespace

// A random vector for each place, never trained: places differ, and nothing else is said of them.
const PositionDef position_random = {"random", PositionPlace::sequence, write_random, record_random,
                                     true};

}  // namespace lushan
