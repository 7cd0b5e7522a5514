#pragma once

#include "graph/graph.h"

namespace lushan {

// In training each element of x is zero with probability rate, and the others grow to make up for
// it. The node is named `name`, and its full name makes its random numbers its own.
Var dropout(Graph& g, Var x, double rate, std::string_view name = "dropout");

// x + dropout(y), in one node
Var residual(Graph& g, Var x, Var y, double rate, std::string_view name);

// The stream of random numbers of the node of that full name.
int dropout_stream(std::string_view full_name);

}  // namespace lushan
