#include "nn/block.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// tokens (T, B) -> sequence (T, B, V), 1 in the token's column. Names mask, value.
Value one_hot_forward(Graph& g, Value v, const Settings&, Context& context) {
  const Var mask = g.name(g.apply(op_token_mask, {v.x}), "mask");
  const Var y = g.name(g.apply(op_one_hot, {v.x}, {.i = {context.vocabulary}}), "value");
  return {y, ValueKind::sequence, mask};
}

}  // namespace

const BlockDef block_one_hot = {.name = "one_hot",
                                .defaults = default_settings<NoOptions>,
                                .takes = {ValueKind::tokens},
                                .forward = one_hot_forward,
                                .gives = ValueKind::sequence};

}  // namespace lushan
