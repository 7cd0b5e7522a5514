#include "nn/transformer.h"

namespace lushan {
namespace {

struct DecoderLayerOptions {
  TransformerOptions layer;
  int cross_heads_off = 0;

  void fields(Fields& f) {
    layer.fields(f);
    f.integer("cross_heads_off", cross_heads_off, heads_off_range);
  }
};

// x (T, B, D) -> (T, B, D): causal self-attention, attention over the encoder's output, then
// feed-forward, Add & Norm around each.
Value decoder_layer_forward(Graph& g, Value v, const Settings& s, Context& context) {
  const auto& o = s.as<DecoderLayerOptions>();
  check_heads(g, v.x, o.layer.heads);
  const Value& memory = memory_of(g, context);
  Var x = sublayer(g, v.x, o.layer, 1, [&](Var y) {
    const Graph::Scope scope(g, "self_attention");
    AttentionOptions attends = o.layer.attention();
    attends.causal = true;
    const Value itself{y, v.kind, v.mask};
    return attention(g, itself, itself, attends, context);
  });
  x = sublayer(g, x, o.layer, 2, [&](Var y) {
    const Graph::Scope scope(g, "cross_attention");
    AttentionOptions attends = o.layer.attention();
    attends.position = "none";
    attends.heads_off = o.cross_heads_off;
    return attention(g, {y, v.kind, v.mask}, memory, attends, context);
  });
  x = sublayer(g, x, o.layer, 3, [&](Var y) {
    const Graph::Scope scope(g, "feed_forward");
    return feed_forward(g, y, o.layer.feed_forward);
  });
  return {x, v.kind, v.mask};
}

std::vector<LiveAttribute> live() {
  std::vector<LiveAttribute> all = transformer_live(3);
  all.push_back({.option = "dropout", .node = "cross_attention/context", .slot = 0});
  all.push_back({.option = "cross_heads_off", .node = "cross_attention/context", .slot = 1});
  return all;
}

int decoder_layer_repeat(const Settings& s) { return s.as<DecoderLayerOptions>().layer.repeat; }

}  // namespace

const BlockDef block_decoder_layer = {.name = "decoder_layer",
                                      .defaults = default_settings<DecoderLayerOptions>,
                                      .takes = {ValueKind::sequence},
                                      .forward = decoder_layer_forward,
                                      .live = live(),
                                      .repeat = decoder_layer_repeat,
                                      .decodes = true};

}  // namespace lushan
