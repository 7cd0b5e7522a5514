#include "kernels/position.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// -> y (H), how much each head minds distance under ALiBi (see kernels/position.h). Attribute i[0]
// is H.
Shape distance_slopes_infer(Shapes, const Attributes& attr) { return {attr.i[0]}; }

void distance_slopes_forward(const OpCall& c) { kernels::distance_slopes(c.y, c.out[0]); }

void distance_slopes_backward(const OpCall&) {}  // a constant

}  // namespace

const OpDef op_distance_slopes = {.name = "distance_slopes",
                                  .arity = 0,
                                  .infer = distance_slopes_infer,
                                  .forward = distance_slopes_forward,
                                  .backward = distance_slopes_backward};

std::vector<Sample> samples_distance_slopes() { return {{.inputs = {}, .attr = {.i = {6}}}}; }

}  // namespace lushan
