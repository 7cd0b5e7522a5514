#include "nn/pool2d.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// The mean under the window, padding counted as zeros: PyTorch's AvgPool2d with its defaults.
Value avg_pool2d_forward(Graph& g, Value v, const Settings& s, Context&) {
  return pool2d(g, v, op_avg_pool2d, s.as<Pool2dOptions>());
}

}  // namespace

const BlockDef block_avg_pool2d = {.name = "avg_pool2d",
                                   .defaults = default_settings<Pool2dOptions>,
                                   .takes = {ValueKind::image},
                                   .forward = avg_pool2d_forward};

}  // namespace lushan
