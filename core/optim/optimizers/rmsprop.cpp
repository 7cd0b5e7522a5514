#include "kernels/optimizer.h"
#include "optim/optimizer.h"

namespace lushan {
namespace {

struct RmspropOptions {
  double lr = 0.01;
  double alpha = 0.99;
  double eps = 1e-8;
  void fields(Fields& f) {
    f.number("lr", lr, lr_range);
    f.number("alpha", alpha, memory_range);
    f.number("eps", eps, eps_range);
  }
};

void rmsprop_update(const Settings& settings, double lr, std::int64_t, const ParameterSpan& w) {
  const auto& o = settings.as<RmspropOptions>();
  kernels::rmsprop(w.p, w.g, w.state[0], w.n, static_cast<float>(lr), o.alpha,
                   static_cast<float>(o.eps));
}

}  // namespace

// Tieleman and Hinton 2012 (lecture 6e), with PyTorch's defaults. PyTorch: RMSprop, not centred.
const OptimizerDef optimizer_rmsprop = {
    .name = "rmsprop",
    .defaults = default_settings<RmspropOptions>,
    .states = 1,
    .learning_rate = lr_of<RmspropOptions>,
    .update = rmsprop_update,
};

}  // namespace lushan
