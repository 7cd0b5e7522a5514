#include "nn/transformer.h"

namespace lushan {
namespace {

struct EncoderLayerOptions {
  TransformerOptions layer;
  bool causal = false;  // makes it a layer of a decoder-only Transformer

  void fields(Fields& f) {
    layer.fields(f);
    f.flag("causal", causal);
  }
};

// x (T, B, D) -> (T, B, D): self-attention, then feed-forward, Add & Norm around each (see
// nn/transformer.h). As PyTorch's TransformerEncoderLayer with norm_first for placement pre, but
// for dropout, which here acts on weights and sub-layers and not between the two feed-forward
// layers. A pre-norm stack has no norm of its own at its end: add layer_norm there.
Value encoder_layer_forward(Graph& g, Value v, const Settings& s, Context& context) {
  const auto& o = s.as<EncoderLayerOptions>();
  check_heads(g, v.x, o.layer.heads);
  Var x = sublayer(g, v.x, o.layer, 1, [&](Var y) {
    const Graph::Scope scope(g, "self_attention");
    AttentionOptions attends = o.layer.attention();
    attends.causal = o.causal;
    const Value itself{y, v.kind, v.mask};
    return attention(g, itself, itself, attends, context);
  });
  x = sublayer(g, x, o.layer, 2, [&](Var y) {
    const Graph::Scope scope(g, "feed_forward");
    return feed_forward(g, y, o.layer.feed_forward);
  });
  return {x, v.kind, v.mask};
}

bool encoder_layer_looks_ahead(const Settings& s) { return !s.as<EncoderLayerOptions>().causal; }

int encoder_layer_repeat(const Settings& s) { return s.as<EncoderLayerOptions>().layer.repeat; }

}  // namespace

const BlockDef block_encoder_layer = {.name = "encoder_layer",
                                      .defaults = default_settings<EncoderLayerOptions>,
                                      .takes = {ValueKind::sequence},
                                      .forward = encoder_layer_forward,
                                      .live = transformer_live(2),
                                      .looks_ahead = encoder_layer_looks_ahead,
                                      .repeat = encoder_layer_repeat};

}  // namespace lushan
