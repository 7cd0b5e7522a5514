#pragma once

#include <string>

#include "nn/attention.h"
#include "nn/dropout.h"
#include "nn/feed_forward.h"
#include "nn/norm.h"

namespace lushan {

// What the layers of encoder and decoder have in common.
struct TransformerOptions {
  int repeat = 1;
  int heads = 8;
  FeedForwardOptions feed_forward;
  double dropout = 0;  // of the weights of attention, and of what each sub-layer gives
  std::string norm = "layer_norm";
  std::string placement = "post";
  bool residual = true;
  std::string position = "none";  // rope or alibi, in self-attention
  bool scaled = true;
  int heads_off = 0;  // of self-attention

  void fields(Fields& f);
  AttentionOptions attention() const;  // of self-attention, which sees everything
};

// Add & Norm around f, the block's sub-layer of that number: post, norm(x + f(x)), as in the 2017
// paper, or pre, x + f(norm(x)) (Xiong et al. 2020). Dropout acts on what f gives. Names add_1 (or,
// without residual, dropout_1) and norm_1/value.
template <class F>
Var sublayer(Graph& g, Var x, const TransformerOptions& o, int number, F f) {
  const std::string suffix = "_" + std::to_string(number);
  const auto norm = [&](Var v) {
    if (o.norm == "none") return v;
    const Graph::Scope scope(g, "norm" + suffix);
    return o.norm == "rms_norm" ? rms_norm(g, v) : layer_norm(g, v);
  };
  const bool pre = o.placement == "pre";
  const Var y = f(pre ? norm(x) : x);
  const Var sum = o.residual ? residual(g, x, y, o.dropout, "add" + suffix)
                             : dropout(g, y, o.dropout, "dropout" + suffix);
  return pre ? sum : norm(sum);
}

// Live options of a block with so many sub-layers.
std::vector<LiveAttribute> transformer_live(int sublayers);

}  // namespace lushan
