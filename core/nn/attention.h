#pragma once

#include <string>

#include "nn/block.h"

namespace lushan {

struct AttentionOptions {
  int heads = 8;
  bool causal = false;            // a query sees no key later than itself
  bool scaled = true;             // scores are divided by the square root of a head's width
  bool bias = true;               // of the four projections
  std::string position = "none";  // rope or alibi, within one sequence
  double base = 10000;            // of rope
  double dropout = 0;             // of the weights
  int heads_off = 0;              // a bit for each head that gives zeros
};

inline constexpr IntegerRange heads_range{.min = 1, .max = 16};
inline constexpr IntegerRange heads_off_range{.min = 0, .max = 65535, .live = true, .bits = true};
inline constexpr NumberRange dropout_range{.min = 0, .max = 0.95, .live = true};

// Multi-head attention (Vaswani et al. 2017, section 3.2): x (T, B, D) asks, source (S, B, E),
// which may be x, is looked at -> (T, B, D). Head h has columns h D/H .. of q, k and v, as in
// PyTorch:
//   weights = softmax(q k^T / sqrt(D/H) [- slope |t - s|]), context = weights v, output = context
//   W.
// The source's mask hides padding. Names q, k, v and output, each with weight (·, D) and bias (D);
// scores and weights (B, H, T, S); context; with rope table, q_rotated and k_rotated, with alibi
// table; in generation the past as keys and values (Smax, B, D).
Var attention(Graph& g, const Value& x, const Value& source, const AttentionOptions& o,
              const Context& context);

// The encoder's output, when it is a sequence that can be looked at. Throws Error otherwise.
const Value& memory_of(const Graph& g, const Context& context);

// Throws Error when D does not divide into that many heads; names the block that is being recorded.
void check_heads(const Graph& g, Var x, int heads);

// The name of the scope that is open, as sentences write it: "`decoder/decoder_layer_1`".
std::string place_of(const Graph& g);

}  // namespace lushan
