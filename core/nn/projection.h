#pragma once

#include "graph/graph.h"

namespace lushan {

// y = x W + b, (..., I) -> (..., units): the node `name` and its parameters name/weight (I, units),
// drawn by Glorot and Bengio's uniform rule, and name/bias (units), which starts at 0.
Var project(Graph& g, Var x, std::string_view name, int units, bool bias = true);

}  // namespace lushan
