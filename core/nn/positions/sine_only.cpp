#include "kernels/position.h"
#include "nn/position.h"
#include "ops/ops.h"

namespace lushan {
namespace {

void write_sine_only(const PositionTable& t, Rng&, std::span<float> y) {
  kernels::sines(y.data(), t.rows, t.columns, t.base);
}

Var record_sine_only(Graph& g, const PositionTable& t) {
  const Attributes attr{.i = {t.rows, t.columns, 1}, .f = {static_cast<float>(t.base)}};
  return g.name(g.apply(op_sinusoids, {}, attr), "table");
}

}  // namespace

// A sine of its own length in every column: what the cosines were good for shows when they are
// gone.
const PositionDef position_sine_only = {"sine_only", PositionPlace::sequence, write_sine_only,
                                        record_sine_only};

}  // namespace lushan
