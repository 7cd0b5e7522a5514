#include "nn/block.h"
#include "ops/ops.h"

namespace lushan {
namespace {

struct ActivationOptions {
  std::string function = "relu";

  void fields(Fields& f) { f.choice("function", function, activation_names()); }
};

// y = f(x), element by element, on whatever comes
Value activation_forward(Graph& g, Value v, const Settings& s, Context&) {
  const Var y = g.apply(activation(s.as<ActivationOptions>().function), {v.x});
  return {g.name(y, "value"), v.kind, v.mask};
}

}  // namespace

const BlockDef block_activation = {
    .name = "activation",
    .defaults = default_settings<ActivationOptions>,
    .takes = {ValueKind::vector, ValueKind::image, ValueKind::sequence},
    .forward = activation_forward};

}  // namespace lushan
