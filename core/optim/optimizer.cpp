#include "optim/optimizer.h"

namespace lushan {

std::span<const OptimizerDef* const> optimizers() {
  static constexpr const OptimizerDef* list[] = {
#define LUSHAN_OPTIMIZER(id) &optimizer_##id,
#include "optim/optimizers.def"
#undef LUSHAN_OPTIMIZER
  };
  return list;
}

}  // namespace lushan
