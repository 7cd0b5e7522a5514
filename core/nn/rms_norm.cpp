#include "nn/block.h"
#include "nn/norm.h"
#include "ops/ops.h"

namespace lushan {
namespace {

struct RmsNormOptions {
  double eps = 1e-5;

  void fields(Fields& f) { f.number("eps", eps, {.min = 1e-8, .max = 0.1, .scale = Scale::log}); }
};

// Each vector or step of a sequence to mean square 1, see nn/norm.h. eps stands within the root,
// and is layer_norm's; PyTorch's RMSNorm has float's epsilon unless told otherwise.
Value rms_norm_forward(Graph& g, Value v, const Settings& s, Context&) {
  return {rms_norm(g, v.x, "value", s.as<RmsNormOptions>().eps), v.kind, v.mask};
}

}  // namespace

Var rms_norm(Graph& g, Var x, std::string_view name, double eps) {
  const Var weight = g.parameter("weight", {g.shape(x).back()}, {.constant = 1}, false);
  const Attributes attr{.f = {static_cast<float>(eps)}};
  return g.name(g.apply(op_rms_norm, {x, weight}, attr), name);
}

const BlockDef block_rms_norm = {.name = "rms_norm",
                                 .defaults = default_settings<RmsNormOptions>,
                                 .takes = {ValueKind::vector, ValueKind::sequence},
                                 .forward = rms_norm_forward};

}  // namespace lushan
