#include "kernels/optimizer.h"
#include "optim/optimizer.h"
#include "optim/power.h"

namespace lushan {
namespace {

struct AdamwOptions {
  double lr = 0.001;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  double weight_decay = 0.01;
  void fields(Fields& f) {
    f.number("lr", lr, lr_range);
    f.number("beta1", beta1, memory_range);
    f.number("beta2", beta2, memory_range);
    f.number("eps", eps, eps_range);
    f.number("weight_decay", weight_decay, {.min = 0, .max = 1, .scale = Scale::log, .live = true});
  }
};

void adamw_update(const Settings& settings, double lr, std::int64_t step, const ParameterSpan& w) {
  const auto& o = settings.as<AdamwOptions>();
  kernels::adam(w.p, w.g, w.state[0], w.state[1], w.n,
                {.lr = lr,
                 .beta1 = o.beta1,
                 .beta2 = o.beta2,
                 .eps = o.eps,
                 .correction1 = 1 - power(o.beta1, step),
                 .correction2 = 1 - power(o.beta2, step),
                 .decay = o.weight_decay});
}

}  // namespace

// Adam with decoupled weight decay (Loshchilov and Hutter 2019). PyTorch: AdamW, with its defaults
// and Adam's eps, so the decay acts on every parameter. train.decay does the same beside any rule,
// but spares biases.
const OptimizerDef optimizer_adamw{
    {"adamw", default_settings<AdamwOptions>}, 2, lr_of<AdamwOptions>, adamw_update};

}  // namespace lushan
