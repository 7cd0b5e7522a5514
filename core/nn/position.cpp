#include "nn/position.h"

#include <algorithm>
#include <vector>

#include "nn/attention.h"
#include "nn/refusal.h"
#include "ops/ops.h"

namespace lushan {
namespace {

constexpr const PositionDef* all_positions[] = {
#define LUSHAN_POSITION(id) &position_##id,
#include "nn/positions.def"
#undef LUSHAN_POSITION
};

std::vector<std::string_view> names_at(PositionPlace place) {
  std::vector<std::string_view> names;
  for (const PositionDef* def : all_positions) {
    if (def->place == place || def->place == PositionPlace::nowhere) names.push_back(def->name);
  }
  return names;
}

struct PositionOptions {
  std::string method = "sinusoidal";
  double base = 10000;
  double scale = 1;
  int max_length = 64;  // of random and learned, whose tables are kept

  void fields(Fields& f) {
    f.choice("method", method, position_names(PositionPlace::sequence));
    f.number("base", base, {.min = 2, .max = 1000000, .scale = Scale::log});
    f.number("scale", scale, {.min = 0, .max = 10, .live = true});
    f.integer("max_length", max_length, {.min = 1, .max = 1024, .scale = Scale::log});
  }
};

// x (T, B, D) -> x + scale table, the table's row t for step t. Names table, value.
Value position_forward(Graph& g, Value v, const Settings& s, Context& context) {
  const auto& o = s.as<PositionOptions>();
  const PositionDef& def = position(o.method);
  const Shape shape = g.shape(v.x);
  if (!def.record) return {g.name(g.view(v.x, shape), "value"), v.kind, v.mask};
  const bool generates = context.generates > 0;
  const int steps = generates ? context.generates : shape[0];
  if (def.bounded && steps > o.max_length) {
    throw Refusal(place_of(g) + ": `max_length` is " + std::to_string(o.max_length) +
                      ", and the sequence has " + std::to_string(steps) + " steps; raise it to " +
                      std::to_string(steps) + " at least.",
                  {set_option("max_length", steps)});
  }
  const Var table = def.record(
      g, {.rows = def.bounded ? o.max_length : steps, .columns = shape[2], .base = o.base});
  const Attributes attr{.i = {generates ? 1 : 0}, .f = {static_cast<float>(o.scale)}};
  return {g.name(g.apply(op_add_rows, {v.x, table}, attr), "value"), v.kind, v.mask};
}

}  // namespace

std::span<const PositionDef* const> positions() { return all_positions; }

const PositionDef& position(std::string_view name) {
  return **std::ranges::find(all_positions, name, &PositionDef::name);
}

std::span<const std::string_view> position_names(PositionPlace place) {
  static const std::vector<std::string_view> sequence = names_at(PositionPlace::sequence),
                                             attention = names_at(PositionPlace::attention);
  return place == PositionPlace::sequence ? sequence : attention;
}

const BlockDef block_position = {.name = "position",
                                 .defaults = default_settings<PositionOptions>,
                                 .takes = {ValueKind::sequence},
                                 .forward = position_forward,
                                 .live = {{.option = "scale", .node = "value", .slot = 0}}};

}  // namespace lushan
