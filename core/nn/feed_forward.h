#pragma once

#include <optional>
#include <string>

#include "graph/graph.h"
#include "schema/fields.h"

namespace lushan {

struct FeedForwardOptions {
  int hidden = 256;
  std::string activation = "relu";
  bool gated = false;

  void fields(Fields& f);
};

// The same two layers at every step, x (..., D) -> (..., D): f(x W + b) W' + b' (Vaswani et al.
// 2017, eq. 2). Gated, f(x G + c) * (x W + b) takes the place of f(x W + b): with silu SwiGLU, with
// gelu GeGLU (Shazeer 2020). Names hidden and output, and gate, each with weight and bias;
// activation; gated also product; dropout, of that rate, when it is given.
Var feed_forward(Graph& g, Var x, const FeedForwardOptions& o, std::optional<double> drop = {});

}  // namespace lushan
