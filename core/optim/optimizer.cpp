#include "optim/optimizer.h"

namespace lushan {

std::span<const OptimizerDef* const> optimizers() {
  static constexpr const OptimizerDef* list[] = {
#define OPTIMIZER(name) &optimizer_##name,
#include "optim/optimizers.def"
#undef OPTIMIZER
  };
  return list;
}

}  // namespace lushan
