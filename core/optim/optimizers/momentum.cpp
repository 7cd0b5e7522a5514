#include "kernels/optimizer.h"
#include "optim/optimizer.h"

namespace lushan {
namespace {

struct MomentumOptions {
  double lr = 0.01;
  double momentum = 0.9;
  void fields(Fields& f) {
    f.number("lr", lr, lr_range);
    f.number("momentum", momentum, memory_range);
  }
};

void momentum_update(const Settings& settings, double lr, std::int64_t, const ParameterSpan& w) {
  const auto& o = settings.as<MomentumOptions>();
  kernels::momentum(w.p, w.g, w.state[0], w.n, static_cast<float>(lr),
                    static_cast<float>(o.momentum));
}

}  // namespace

// Heavy ball (Polyak 1964), the rate outside the velocity as in PyTorch's SGD(momentum): a change
// of rate acts at once.
const OptimizerDef optimizer_momentum = {
    .name = "momentum",
    .defaults = default_settings<MomentumOptions>,
    .states = 1,
    .learning_rate = lr_of<MomentumOptions>,
    .update = momentum_update,
};

}  // namespace lushan
