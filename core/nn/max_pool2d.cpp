#include "nn/pool2d.h"
#include "nn/refusal.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// The greatest under the window, padding never; the first of equals gets the gradient, as in
// PyTorch's MaxPool2d.
Value max_pool2d_forward(Graph& g, Value v, const Settings& s, Context&) {
  return pool2d(g, v, op_max_pool2d, s.as<Pool2dOptions>());
}

}  // namespace

Value pool2d(Graph& g, Value v, const OpDef& op, const Pool2dOptions& o) {
  if (2 * o.padding > o.kernel) {
    throw Refusal('`' + std::string(op.name) + "`: `padding` is " + std::to_string(o.padding) +
                      "; it may be at most half the `kernel` " + std::to_string(o.kernel) + ".",
                  {set_option("padding", o.kernel / 2)});
  }
  const Attributes attr{.i = {o.kernel, o.stride, o.padding, 1}};
  return {g.name(g.apply(op, {v.x}, attr), "value"), ValueKind::image};
}

const BlockDef block_max_pool2d = {.name = "max_pool2d",
                                   .defaults = default_settings<Pool2dOptions>,
                                   .takes = {ValueKind::image},
                                   .forward = max_pool2d_forward};

}  // namespace lushan
