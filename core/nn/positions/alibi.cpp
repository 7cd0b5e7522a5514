#include <vector>

#include "kernels/position.h"
#include "nn/position.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// What each head (a column) adds to the score of a key so many places (the row) away.
void write_alibi(const PositionTable& t, Rng&, std::span<float> y) {
  std::vector<float> slopes(static_cast<std::size_t>(t.columns));
  kernels::distance_slopes(slopes.data(), t.columns);
  std::size_t at = 0;
  for (int distance = 0; distance < t.rows; ++distance) {
    for (const float slope : slopes) y[at++] = -slope * static_cast<float>(distance);
  }
}

// The slopes alone: they say it all.
Var record_alibi(Graph& g, const PositionTable& t) {
  return g.name(g.apply(op_distance_slopes, {}, {.i = {t.columns}}), "table");
}

}  // namespace

// A penalty on scores that grows with distance, faster in one head than in the next (Press et al.
// 2022).
const PositionDef position_alibi = {"alibi", PositionPlace::attention, write_alibi, record_alibi};

}  // namespace lushan
