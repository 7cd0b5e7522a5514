#include "nn/block.h"
#include "nn/norm.h"
#include "ops/ops.h"

namespace lushan {
namespace {

struct LayerNormOptions {
  double eps = 1e-5;

  void fields(Fields& f) { f.number("eps", eps, {.min = 1e-8, .max = 0.1, .scale = Scale::log}); }
};

// Each vector, step of a sequence or image to mean 0 and variance 1, see nn/norm.h. As PyTorch's
// LayerNorm, with its eps, within the root; of images all of C, H and W are normalized at once.
Value layer_norm_forward(Graph& g, Value v, const Settings& s, Context&) {
  return {layer_norm(g, v.x, "value", s.as<LayerNormOptions>().eps), v.kind, v.mask};
}

}  // namespace

Var layer_norm(Graph& g, Var x, std::string_view name, double eps) {
  const Shape in = g.shape(x);
  const Shape normalized = in.rank() == 4 ? in.without_front() : Shape{in.back()};
  const Var weight = g.parameter("weight", normalized, {.constant = 1}, false);
  const Var bias = g.parameter("bias", normalized, {}, false);
  const Attributes attr{.f = {static_cast<float>(eps)}};
  return g.name(g.apply(op_layer_norm, {x, weight, bias}, attr), name);
}

const BlockDef block_layer_norm = {
    .name = "layer_norm",
    .defaults = default_settings<LayerNormOptions>,
    .takes = {ValueKind::vector, ValueKind::image, ValueKind::sequence},
    .forward = layer_norm_forward};

}  // namespace lushan
