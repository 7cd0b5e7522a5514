#include "optim/adam.h"

namespace lushan {
namespace {

void adam_update(const Settings& settings, double lr, std::int64_t step, const ParameterSpan& w) {
  adam_step(settings.as<AdamOptions>(), lr, step, w);
}

}  // namespace

// Kingma and Ba 2015, algorithm 1, with its defaults: eps is added to the root of the corrected
// second moment. PyTorch: Adam. (In the paper's last lines and in TensorFlow it is added before the
// correction.)
const OptimizerDef optimizer_adam = {
    .name = "adam",
    .defaults = default_settings<AdamOptions>,
    .states = 2,
    .learning_rate = lr_of<AdamOptions>,
    .update = adam_update,
};

}  // namespace lushan
