#include "nn/block.h"
#include "nn/initializer.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// What the head and the block share.
void shared_fields(DenseOptions& o, Fields& f) {
  f.choice("activation", o.activation, activation_names());
  f.choice("initializer", o.initializer, initializer_names());
  f.flag("bias", o.bias);
  f.number("initial_bias", o.initial_bias, {.min = -10, .max = 10});
}

Value dense_forward(Graph& g, Value v, const Settings& s, Context&) {
  return {dense(g, v.x, s.as<DenseOptions>()), v.kind, v.mask};
}

}  // namespace

void DenseOptions::fields(Fields& f) {
  f.integer("units", units, width_range(1024));
  shared_fields(*this, f);
}

void OutputOptions::fields(Fields& f) {
  shared_fields(dense, f);
  f.flag("tied", tied);
}

Var dense(Graph& g, Var x, const DenseOptions& o, Var table) {
  const int inputs = g.shape(x).back();
  const Start start{.fill = initializer(o.initializer).fill, .fan_in = inputs, .fan_out = o.units};
  const bool tied = table.id >= 0;
  const Var w = tied ? table : g.parameter("weight", {inputs, o.units}, start, true);
  const Start constant{.constant = static_cast<float>(o.initial_bias)};
  const Var b = o.bias ? g.parameter("bias", {o.units}, constant, false) : Var{};
  const Var y = g.name(g.apply(op_affine, {x, w, b}, {.i = {tied ? 1 : 0}}), "linear");
  return g.name(g.apply(activation(o.activation), {y}), "activation");
}

const BlockDef block_dense = {.name = "dense",
                              .defaults = default_settings<DenseOptions>,
                              .takes = {ValueKind::vector, ValueKind::sequence},
                              .forward = dense_forward};

}  // namespace lushan
