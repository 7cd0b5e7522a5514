#include "nn/block.h"
#include "ops/ops.h"

namespace lushan {
namespace {

struct BatchNormOptions {
  double momentum = 0.1;  // the part of the running statistics that each batch renews
  double eps = 1e-5;

  void fields(Fields& f) {
    f.number("momentum", momentum, {.min = 0.001, .max = 1, .scale = Scale::log});
    f.number("eps", eps, {.min = 1e-8, .max = 0.1, .scale = Scale::log});
  }
};

// vector (B, C) or image (B, C, H, W): each channel to mean 0 and variance 1, see op_batch_norm.
// As PyTorch's BatchNorm, with its defaults: eps within the root, momentum the new batch's share.
// Names weight, bias, running_mean, running_variance (C), value.
Value batch_norm_forward(Graph& g, Value v, const Settings& s, Context&) {
  const auto& o = s.as<BatchNormOptions>();
  const int channels = g.shape(v.x)[1];
  const Var weight = g.parameter("weight", {channels}, {.constant = 1}, false);
  const Var bias = g.parameter("bias", {channels}, {}, false);
  const Var mean = g.buffer("running_mean", {channels}, {});
  const Var variance = g.buffer("running_variance", {channels}, {.constant = 1});
  const Attributes attr{.f = {static_cast<float>(o.eps), static_cast<float>(o.momentum)}};
  const Var y = g.apply(op_batch_norm, {v.x, weight, bias, mean, variance}, attr);
  return {g.name(y, "value"), v.kind};
}

}  // namespace

const BlockDef block_batch_norm = {{"batch_norm", default_settings<BatchNormOptions>},
                                   {ValueKind::vector, ValueKind::image},
                                   batch_norm_forward};

}  // namespace lushan
