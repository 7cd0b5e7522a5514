#include "kernels/optimizer.h"
#include "optim/optimizer.h"

namespace lushan {
namespace {

struct SgdOptions {
  double lr = 0.03;  // TensorFlow Playground's
  void fields(Fields& f) { f.number("lr", lr, lr_range); }
};

void sgd_update(const Settings&, double lr, std::int64_t, const ParameterSpan& w) {
  kernels::sgd(w.p, w.g, w.n, static_cast<float>(lr));
}

}  // namespace

// Gradient descent on a batch (Robbins and Monro 1951). PyTorch: SGD.
const OptimizerDef optimizer_sgd = {
    .name = "sgd",
    .defaults = default_settings<SgdOptions>,
    .states = 0,
    .learning_rate = lr_of<SgdOptions>,
    .update = sgd_update,
};

}  // namespace lushan
