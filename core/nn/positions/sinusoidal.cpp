#include "kernels/position.h"
#include "nn/position.h"
#include "ops/ops.h"

namespace lushan {
namespace {

void write_sinusoidal(const PositionTable& t, Rng&, std::span<float> y) {
  kernels::sinusoids(y.data(), t.rows, t.columns, t.base);
}

Var record_sinusoidal(Graph& g, const PositionTable& t) {
  const Attributes attr{.i = {t.rows, t.columns}, .f = {static_cast<float>(t.base)}};
  return g.name(g.apply(op_sinusoids, {}, attr), "table");
}

}  // namespace

// Sines and cosines of lengths from 2 pi to 2 pi base in turn (Vaswani et al. 2017, section 3.5).
const PositionDef position_sinusoidal = {"sinusoidal", PositionPlace::sequence, write_sinusoidal,
                                         record_sinusoidal};

}  // namespace lushan
