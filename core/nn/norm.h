#pragma once

#include "graph/graph.h"

namespace lushan {

// Each example's numbers, at each step, brought to mean 0 and variance 1, then scaled by `weight`
// and shifted by `bias`, which start at 1 and 0. x (..., D) is normalized over D; an image (B, C,
// H, W) over all of an example's. Names weight, bias and `name`; eps as in PyTorch.
Var layer_norm(Graph& g, Var x, std::string_view name = "value", double eps = 1e-5);

// The same without mean and bias: brought to mean square 1.
Var rms_norm(Graph& g, Var x, std::string_view name = "value", double eps = 1e-5);

}  // namespace lushan
