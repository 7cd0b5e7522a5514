#include "kernels/optimizer.h"
#include "optim/optimizer.h"

namespace lushan {
namespace {

struct NesterovOptions {
  double lr = 0.01;
  double momentum = 0.9;
  void fields(Fields& f) {
    f.number("lr", lr, lr_range);
    f.number("momentum", momentum, memory_range);
  }
};

void nesterov_update(const Settings& settings, double lr, std::int64_t, const ParameterSpan& w) {
  const auto& o = settings.as<NesterovOptions>();
  kernels::nesterov(w.p, w.g, w.state[0], w.n, static_cast<float>(lr),
                    static_cast<float>(o.momentum));
}

}  // namespace

// Nesterov 1983 as Sutskever et al. 2013 rewrote it, the gradient taken at the present parameters.
// PyTorch: SGD(momentum, nesterov=True), which unlike this refuses a momentum of 0.
const OptimizerDef optimizer_nesterov = {
    .name = "nesterov",
    .defaults = default_settings<NesterovOptions>,
    .states = 1,
    .learning_rate = lr_of<NesterovOptions>,
    .update = nesterov_update,
};

}  // namespace lushan
