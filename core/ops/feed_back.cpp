#include "kernels/elementwise.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (1, B, I), what the step before gave (1, B, U), missing for the first -> y (1, B, I + U), each
// with the other beside it, or with zeros. Attributes: i[0] is U; i[1], in a graph that generates:
// the first step is the one whose Replay::position is 0.
Shape feed_back_infer(Shapes in, const Attributes& attr) {
  const int units = attr.i[0];
  if (in[0].rank() != 3 || (in.size() > 1 && in[1] != in[0].with_back(units))) {
    throw Error("a step " + in[0].text() + " does not meet what the step before gave.");
  }
  return in[0].with_back(in[0].back() + units);
}

void feed_back_forward(const OpCall& c) {
  const auto wide = static_cast<std::size_t>(c.out.back());
  const auto own = static_cast<std::size_t>(c.in[0].back()), fed = wide - own;
  const bool first = !c.x[1] || (c.attr.i[1] != 0 && c.replay->position == 0);
  for (std::size_t b = 0; b < static_cast<std::size_t>(c.out.rows()); ++b) {
    kernels::copy(c.x[0] + b * own, c.y + b * wide, own);
    float* const behind = c.y + b * wide + own;
    first ? kernels::fill(behind, 0, fed) : kernels::copy(c.x[1] + b * fed, behind, fed);
  }
}

void feed_back_backward(const OpCall& c) {
  const auto wide = static_cast<std::size_t>(c.out.back());
  const auto own = static_cast<std::size_t>(c.in[0].back()), fed = wide - own;
  for (std::size_t b = 0; b < static_cast<std::size_t>(c.out.rows()); ++b) {
    if (c.dx[0]) kernels::add_into(c.dx[0] + b * own, c.dy + b * wide, own);
    if (c.dx[1]) kernels::add_into(c.dx[1] + b * fed, c.dy + b * wide + own, fed);
  }
}

}  // namespace

const OpDef op_feed_back = {.name = "feed_back",
                            .arity = 2,
                            .infer = feed_back_infer,
                            .forward = feed_back_forward,
                            .backward = feed_back_backward};

std::vector<Sample> samples_feed_back() {
  return {{.inputs = {{.shape = {1, 2, 3}}, {.shape = {1, 2, 5}}}, .attr = {.i = {5}}},
          {.inputs = {{.shape = {1, 2, 3}}}, .attr = {.i = {2}}}};
}

}  // namespace lushan
