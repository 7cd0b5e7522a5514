#include "ops/ops.h"
#include "tensor/tokens.h"

namespace lushan {
namespace {

// x (any) tokens -> y, 1 where there is one and 0 where there is padding
void token_mask_forward(const OpCall& c) {
  for (std::size_t i = 0; i < c.n; ++i) c.y[i] = c.x[0][i] == tokens::pad ? 0.0f : 1.0f;
}

void token_mask_backward(const OpCall&) {}  // tokens have no gradient

}  // namespace

const OpDef op_token_mask = {.name = "token_mask",
                             .arity = 1,
                             .infer = same_shape,
                             .forward = token_mask_forward,
                             .backward = token_mask_backward};

std::vector<Sample> samples_token_mask() { return {{.inputs = {{.shape = {4, 3}, .classes = 3}}}}; }

}  // namespace lushan
