#include "nn/attention.h"
#include "nn/position.h"
#include "tensor/error.h"

namespace lushan {
namespace {

constexpr std::string_view sources[] = {"self", "cross"};

struct MultiHeadAttentionOptions {
  std::string source = "self";
  AttentionOptions attention;

  void fields(Fields& f) {
    f.integer("heads", attention.heads, heads_range);
    f.choice("source", source, sources);
    f.flag("causal", attention.causal);
    f.flag("scaled", attention.scaled);
    f.choice("position", attention.position, position_names(PositionPlace::attention));
    f.number("base", attention.base, {.min = 2, .max = 1000000, .scale = Scale::log});
    f.flag("bias", attention.bias);
    f.number("dropout", attention.dropout, dropout_range);
    f.integer("heads_off", attention.heads_off, heads_off_range);
  }
};

Value multi_head_attention_forward(Graph& g, Value v, const Settings& s, Context& context) {
  const auto& o = s.as<MultiHeadAttentionOptions>();
  check_heads(g, v.x, o.attention.heads);
  if (o.source == "self") return {attention(g, v, v, o.attention, context), v.kind, v.mask};
  if (o.attention.position != "none" || o.attention.causal) {
    throw Error(place_of(g) +
                " looks at another sequence, whose places are not its own; turn `causal` off, "
                "and set `position` to `none`.");
  }
  return {attention(g, v, memory_of(g, context), o.attention, context), v.kind, v.mask};
}

bool multi_head_attention_looks_ahead(const Settings& s) {
  const auto& o = s.as<MultiHeadAttentionOptions>();
  return o.source == "self" && !o.attention.causal;
}

}  // namespace

const BlockDef block_multi_head_attention = {
    .name = "multi_head_attention",
    .defaults = default_settings<MultiHeadAttentionOptions>,
    .takes = {ValueKind::sequence},
    .forward = multi_head_attention_forward,
    .live = {{.option = "dropout", .node = "context", .slot = 0},
             {.option = "heads_off", .node = "context", .slot = 1}},
    .looks_ahead = multi_head_attention_looks_ahead};

}  // namespace lushan
