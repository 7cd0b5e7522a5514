#include "nn/feed_forward.h"

#include "nn/attention.h"
#include "nn/dropout.h"
#include "nn/projection.h"
#include "ops/ops.h"

namespace lushan {
namespace {

constexpr std::string_view bends[] = {"relu", "gelu", "silu"};

struct FeedForwardBlockOptions {
  FeedForwardOptions layers;
  double dropout = 0;  // between them

  void fields(Fields& f) {
    layers.fields(f);
    f.number("dropout", dropout, dropout_range);
  }
};

Value feed_forward_forward(Graph& g, Value v, const Settings& s, Context&) {
  const auto& o = s.as<FeedForwardBlockOptions>();
  return {feed_forward(g, v.x, o.layers, o.dropout), v.kind, v.mask};
}

}  // namespace

void FeedForwardOptions::fields(Fields& f) {
  f.integer("hidden", hidden, width_range(2048));
  f.choice("activation", activation, bends);
  f.flag("gated", gated);
}

Var feed_forward(Graph& g, Var x, const FeedForwardOptions& o, std::optional<double> drop) {
  const OpDef& f = activation(o.activation);
  Var y;
  if (o.gated) {
    const Var gate = project(g, x, "gate", o.hidden);
    const Var open = g.name(g.apply(f, {gate}), "activation");
    const Var hidden = project(g, x, "hidden", o.hidden);
    y = g.name(g.apply(op_multiply, {open, hidden}), "product");
  } else {
    y = g.name(g.apply(f, {project(g, x, "hidden", o.hidden)}), "activation");
  }
  if (drop) y = dropout(g, y, *drop);
  return project(g, y, "output", g.shape(x).back());
}

const BlockDef block_feed_forward = {.name = "feed_forward",
                                     .defaults = default_settings<FeedForwardBlockOptions>,
                                     .takes = {ValueKind::vector, ValueKind::sequence},
                                     .forward = feed_forward_forward,
                                     .live = {{.option = "dropout", .node = "dropout", .slot = 0}}};

}  // namespace lushan
