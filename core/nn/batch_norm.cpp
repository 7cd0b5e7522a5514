#include "nn/block.h"
#include "nn/refusal.h"
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
// Refused, as there, where a channel has but one value in a batch: it would always come out as 0.
// Names weight, bias, running_mean, running_variance (C), value.
Value batch_norm_forward(Graph& g, Value v, const Settings& s, Context& context) {
  const auto& o = s.as<BatchNormOptions>();
  const int channels = g.shape(v.x)[1];
  if (context.trains && g.shape(v.x).size() == static_cast<std::size_t>(channels)) {
    throw Refusal(
        "`batch_norm`: of the one value that each channel has in a batch there is no spread to "
        "divide by; raise `train.batch` to 2 at least.",
        {set_option("/train/batch", 2)});
  }
  const Var weight = g.parameter("weight", {channels}, {.constant = 1}, false);
  const Var bias = g.parameter("bias", {channels}, {}, false);
  const Var mean = g.buffer("running_mean", {channels}, {});
  const Var variance = g.buffer("running_variance", {channels}, {.constant = 1});
  const Attributes attr{.f = {static_cast<float>(o.eps), static_cast<float>(o.momentum)}};
  const Var y = g.apply(op_batch_norm, {v.x, weight, bias, mean, variance}, attr);
  return {g.name(y, "value"), v.kind};
}

}  // namespace

const BlockDef block_batch_norm = {.name = "batch_norm",
                                   .defaults = default_settings<BatchNormOptions>,
                                   .takes = {ValueKind::vector, ValueKind::image},
                                   .forward = batch_norm_forward};

}  // namespace lushan
