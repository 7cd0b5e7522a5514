#include <algorithm>
#include <numeric>

#include "nn/block.h"
#include "nn/initializer.h"
#include "nn/refusal.h"
#include "ops/ops.h"

namespace lushan {
namespace {

struct Conv2dOptions {
  int channels = 8;
  int kernel = 3;
  int stride = 1;
  int padding = 1;
  int dilation = 1;
  int groups = 1;
  std::string activation = "relu";
  std::string initializer = "he_uniform";
  bool bias = true;

  void fields(Fields& f) {
    f.integer("channels", channels, width_range(128));
    f.integer("kernel", kernel, {.min = 1, .max = 11});
    f.integer("stride", stride, {.min = 1, .max = 8});
    f.integer("padding", padding, {.min = 0, .max = 8});
    f.integer("dilation", dilation, {.min = 1, .max = 4});
    f.integer("groups", groups, {.min = 1, .max = 128});
    f.choice("activation", activation, activation_names());
    f.choice("initializer", initializer, initializer_names());
    f.flag("bias", bias);
  }
};

// image (B, C, H, W) -> (B, channels, OH, OW). Names weight (channels, C / groups, kernel, kernel),
// bias (channels), linear, activation.
Value conv2d_forward(Graph& g, Value v, const Settings& s, Context&) {
  const auto& o = s.as<Conv2dOptions>();
  const int inputs = g.shape(v.x)[1];
  if (inputs % o.groups != 0 || o.channels % o.groups != 0) {
    const int both = std::gcd(inputs, o.channels);
    int nearest = std::min(both, o.groups);
    while (both % nearest != 0) --nearest;
    throw Refusal("`conv2d`: `groups` is " + std::to_string(o.groups) +
                      ", which does not divide both the " + std::to_string(inputs) +
                      " channels that come in and the " + std::to_string(o.channels) +
                      " that go out; choose a common divisor, such as " + std::to_string(nearest) +
                      ".",
                  {set_option("groups", nearest)});
  }
  const Shape shape{o.channels, inputs / o.groups, o.kernel, o.kernel};
  const int cells = o.kernel * o.kernel;
  const Start start{.fill = fill_by_unit(initializer(o.initializer)),
                    .fan_in = shape[1] * cells,
                    .fan_out = o.channels / o.groups * cells};
  const Var w = g.parameter("weight", shape, start, true);
  const Var b = o.bias ? g.parameter("bias", {o.channels}, {}, false) : Var{};
  const Attributes attr{.i = {o.kernel, o.stride, o.padding, o.dilation, o.groups}};
  const Var y = g.name(g.apply(op_conv2d, {v.x, w, b}, attr), "linear");
  return {g.name(g.apply(activation(o.activation), {y}), "activation"), ValueKind::image};
}

}  // namespace

const BlockDef block_conv2d = {.name = "conv2d",
                               .defaults = default_settings<Conv2dOptions>,
                               .takes = {ValueKind::image},
                               .forward = conv2d_forward};

}  // namespace lushan
