#include "nn/dropout.h"

#include "nn/block.h"
#include "ops/ops.h"

namespace lushan {
namespace {

struct DropoutOptions {
  double rate = 0.2;

  void fields(Fields& f) { f.number("rate", rate, {.min = 0, .max = 0.95, .live = true}); }
};

// Each number is 0 with the probability `rate`, else divided by 1 - rate, in training; otherwise
// nothing happens (Srivastava et al. 2014 in the inverted form, as PyTorch's Dropout). Images lose
// single pixels, not channels.
Value dropout_forward(Graph& g, Value v, const Settings& s, Context&) {
  return {dropout(g, v.x, s.as<DropoutOptions>().rate, "value"), v.kind, v.mask};
}

}  // namespace

// FNV-1a, so that two dropout layers do not drop alike.
int dropout_stream(std::string_view full_name) {
  std::uint32_t hash = 0x811c9dc5u;
  for (const char c : full_name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193u;
  return static_cast<int>(hash & 0x7fffffffu);
}

Var dropout(Graph& g, Var x, double rate, std::string_view name) {
  const Attributes attr{.i = {dropout_stream(g.full_name(name))}, .f = {static_cast<float>(rate)}};
  return g.name(g.apply(op_dropout, {x}, attr), name);
}

Var residual(Graph& g, Var x, Var y, double rate, std::string_view name) {
  const Attributes attr{.i = {dropout_stream(g.full_name(name))}, .f = {static_cast<float>(rate)}};
  return g.name(g.apply(op_residual, {x, y}, attr), name);
}

const BlockDef block_dropout = {.name = "dropout",
                                .defaults = default_settings<DropoutOptions>,
                                .takes = {ValueKind::vector, ValueKind::image, ValueKind::sequence},
                                .forward = dropout_forward,
                                .live = {{.option = "rate", .node = "value", .slot = 0}}};

}  // namespace lushan
