#include "nn/transformer.h"

#include "nn/position.h"

namespace lushan {
namespace {

constexpr std::string_view norms[] = {"layer_norm", "rms_norm", "none"};
constexpr std::string_view placements[] = {"post", "pre"};

}  // namespace

void TransformerOptions::fields(Fields& f) {
  f.integer("repeat", repeat, {.min = 1, .max = 8});
  f.integer("heads", heads, heads_range);
  feed_forward.fields(f);
  f.number("dropout", dropout, dropout_range);
  f.choice("norm", norm, norms);
  f.choice("placement", placement, placements);
  f.flag("residual", residual);
  f.choice("position", position, position_names(PositionPlace::attention));
  f.flag("scaled", scaled);
  f.integer("heads_off", heads_off, heads_off_range);
}

AttentionOptions TransformerOptions::attention() const {
  return {.heads = heads,
          .scaled = scaled,
          .position = position,
          .dropout = dropout,
          .heads_off = heads_off};
}

std::vector<LiveAttribute> transformer_live(int sublayers) {
  static constexpr std::string_view sums[] = {"add_1", "add_2", "add_3"};
  static constexpr std::string_view drops[] = {"dropout_1", "dropout_2", "dropout_3"};
  std::vector<LiveAttribute> live = {
      {.option = "dropout", .node = "self_attention/context", .slot = 0},
      {.option = "heads_off", .node = "self_attention/context", .slot = 1}};
  for (std::size_t i = 0; i < static_cast<std::size_t>(sublayers); ++i) {
    live.push_back({.option = "dropout", .node = sums[i], .slot = 0});
    live.push_back({.option = "dropout", .node = drops[i], .slot = 0});
  }
  return live;
}

}  // namespace lushan
