#include "nn/block.h"

namespace lushan {
namespace {

// image {channels, height, width} -> vector of all its pixels, row by row; no copy
Value flatten_forward(Graph& g, Value v, const Settings&, Context&) {
  const Shape in = g.shape(v.x);
  const int pixels = static_cast<int>(in.without_front().size());
  return {g.name(g.view(v.x, {in[0], pixels}), "value"), ValueKind::vector};
}

}  // namespace

const BlockDef block_flatten = {.name = "flatten",
                                .defaults = default_settings<NoOptions>,
                                .takes = {ValueKind::image},
                                .forward = flatten_forward,
                                .gives = ValueKind::vector};

}  // namespace lushan
