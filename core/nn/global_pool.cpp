#include "nn/block.h"
#include "ops/ops.h"

namespace lushan {
namespace {

struct GlobalPoolOptions {
  std::string method = "mean";

  void fields(Fields& f) {
    static constexpr std::string_view methods[] = {"mean", "max"};
    f.choice("method", method, methods);
  }
};

// image (B, C, H, W) -> vector (B, C): one number for each channel
Value global_pool_forward(Graph& g, Value v, const Settings& s, Context&) {
  const bool max = s.as<GlobalPoolOptions>().method == "max";
  return {g.name(g.apply(op_global_pool, {v.x}, {.i = {max}}), "value"), ValueKind::vector};
}

}  // namespace

const BlockDef block_global_pool = {.name = "global_pool",
                                    .defaults = default_settings<GlobalPoolOptions>,
                                    .takes = {ValueKind::image},
                                    .forward = global_pool_forward,
                                    .gives = ValueKind::vector};

}  // namespace lushan
