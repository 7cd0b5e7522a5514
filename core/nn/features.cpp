#include "ops/features.h"

#include "nn/block.h"
#include "ops/ops.h"

namespace lushan {
namespace {

struct FeaturesOptions {
  std::array<bool, feature_count> on{true, true};  // x1 and x2

  void fields(Fields& f) {
    for (std::size_t k = 0; k < feature_count; ++k) f.flag(feature_names[k], on[k]);
  }
};

// x (B, 1 or 2) -> one column for each feature that is on, in the order of their list
Value features_forward(Graph& g, Value v, const Settings& s, Context&) {
  const auto& on = s.as<FeaturesOptions>().on;
  Attributes attr;
  for (std::size_t k = 0; k < feature_count; ++k) attr.i[0] |= on[k] ? 1 << k : 0;
  return {g.name(g.apply(op_features, {v.x}, attr), "value"), ValueKind::vector};
}

}  // namespace

const BlockDef block_features = {.name = "features",
                                 .defaults = default_settings<FeaturesOptions>,
                                 .takes = {ValueKind::vector},
                                 .forward = features_forward};

}  // namespace lushan
