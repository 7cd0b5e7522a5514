#include "kernels/optimizer.h"
#include "optim/optimizer.h"
#include "optim/power.h"

namespace lushan {
namespace {

struct AdamOptions {
  double lr = 0.001;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  void fields(Fields& f) {
    f.number("lr", lr, lr_range);
    f.number("beta1", beta1, memory_range);
    f.number("beta2", beta2, memory_range);
    f.number("eps", eps, eps_range);
  }
};

void adam_update(const Settings& settings, double lr, std::int64_t step, const ParameterSpan& w) {
  const auto& o = settings.as<AdamOptions>();
  kernels::adam(w.p, w.g, w.state[0], w.state[1], w.n,
                {.lr = lr,
                 .beta1 = o.beta1,
                 .beta2 = o.beta2,
                 .eps = o.eps,
                 .correction1 = 1 - power(o.beta1, step),
                 .correction2 = 1 - power(o.beta2, step)});
}

}  // namespace

// Kingma and Ba 2015, algorithm 1, with its defaults: eps is added to the root of the corrected
// second moment. PyTorch: Adam. (In the paper's last lines and in TensorFlow it is added before the
// correction.)
const OptimizerDef optimizer_adam{
    {"adam", default_settings<AdamOptions>}, 2, lr_of<AdamOptions>, adam_update};

}  // namespace lushan
