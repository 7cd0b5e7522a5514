#include <algorithm>

#include "nn/position.h"

namespace lushan {
namespace {

void write_none(const PositionTable&, Rng&, std::span<float> y) { std::ranges::fill(y, 0.0f); }

}  // namespace

// The network sees a bag of tokens, but for what a causal mask gives away.
const PositionDef position_none = {"none", PositionPlace::nowhere, write_none};

}  // namespace lushan
