#include "kernels/optimizer.h"
#include "optim/optimizer.h"

namespace lushan {
namespace {

struct AdagradOptions {
  double lr = 0.01;
  double eps = 1e-10;
  void fields(Fields& f) {
    f.number("lr", lr, lr_range);
    f.number("eps", eps, eps_range);
  }
};

void adagrad_update(const Settings& settings, double lr, std::int64_t, const ParameterSpan& w) {
  const auto& o = settings.as<AdagradOptions>();
  kernels::adagrad(w.p, w.g, w.state[0], w.n, static_cast<float>(lr), static_cast<float>(o.eps));
}

}  // namespace

// Duchi, Hazan and Singer 2011, diagonal form, with PyTorch's defaults. PyTorch: Adagrad.
const OptimizerDef optimizer_adagrad = {
    .name = "adagrad",
    .defaults = default_settings<AdagradOptions>,
    .states = 1,
    .learning_rate = lr_of<AdagradOptions>,
    .update = adagrad_update,
};

}  // namespace lushan
