#include "optim/adam.h"

namespace lushan {
namespace {

struct AdamwOptions : AdamOptions {
  double weight_decay = 0.01;

  void fields(Fields& f) {
    AdamOptions::fields(f);
    f.number("weight_decay", weight_decay, {.min = 0, .max = 1, .scale = Scale::log, .live = true});
  }
};

void adamw_update(const Settings& settings, double lr, std::int64_t step, const ParameterSpan& w) {
  const auto& o = settings.as<AdamwOptions>();
  adam_step(o, lr, step, w, o.weight_decay);
}

}  // namespace

// Adam with decoupled weight decay (Loshchilov and Hutter 2019). PyTorch: AdamW, with its defaults
// and Adam's eps, so the decay acts on every parameter. train.decay does the same beside any rule,
// but spares biases.
const OptimizerDef optimizer_adamw = {
    .name = "adamw",
    .defaults = default_settings<AdamwOptions>,
    .states = 2,
    .learning_rate = lr_of<AdamwOptions>,
    .update = adamw_update,
};

}  // namespace lushan
