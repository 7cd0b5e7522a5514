#include "kernels/position.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// -> y (H), how much each head minds distance under ALiBi (see kernels/position.h). Attribute i[0]
// is H.
Shape infer(Shapes, const Attributes& attr) { return {attr.i[0]}; }

void forward(const OpCall& c) { kernels::distance_slopes(c.y, c.out[0]); }

void backward(const OpCall&) {}  // a constant

}  // namespace

const OpDef op_distance_slopes = {.name = "distance_slopes",
                                  .arity = 0,
                                  .infer = infer,
                                  .forward = forward,
                                  .backward = backward};

std::vector<Sample> samples_distance_slopes() { return {{.inputs = {}, .attr = {.i = {6}}}}; }

}  // namespace lushan
