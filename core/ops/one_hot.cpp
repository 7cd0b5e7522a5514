#include <algorithm>

#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (...) tokens -> y (..., V), 1 in the token's column; i[0] is V
Shape one_hot_infer(Shapes in, const Attributes& attr) {
  if (in[0].rank() > 2) throw Error("expects tokens, steps by examples, and got " + in[0].text());
  return in[0].rank() == 1 ? Shape{in[0][0], attr.i[0]} : Shape{in[0][0], in[0][1], attr.i[0]};
}

void one_hot_forward(const OpCall& c) {
  const auto width = static_cast<std::size_t>(c.out.back());
  std::fill_n(c.y, c.n, 0.0f);
  for (std::size_t i = 0; i < c.in[0].size(); ++i) {
    c.y[i * width + static_cast<std::size_t>(c.x[0][i])] = 1;
  }
}

void one_hot_backward(const OpCall&) {}  // tokens have no gradient

}  // namespace

const OpDef op_one_hot = {.name = "one_hot",
                          .arity = 1,
                          .infer = one_hot_infer,
                          .forward = one_hot_forward,
                          .backward = one_hot_backward};

std::vector<Sample> samples_one_hot() {
  return {{.inputs = {{.shape = {4, 3}, .classes = 5}}, .attr = {.i = {5}}}};
}

}  // namespace lushan
