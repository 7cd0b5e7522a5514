#include "nn/projection.h"

#include "nn/initializer.h"
#include "ops/ops.h"

namespace lushan {

Var project(Graph& g, Var x, std::string_view name, int units, bool bias) {
  const int inputs = g.shape(x).back();
  const Start start{initializer("xavier_uniform").fill, inputs, units};
  Var w, b;
  {
    const Graph::Scope scope(g, name);
    w = g.parameter("weight", {inputs, units}, start, true);
    if (bias) b = g.parameter("bias", {units}, {}, false);
  }
  return g.name(g.apply(op_affine, {x, w, b}), name);
}

}  // namespace lushan
