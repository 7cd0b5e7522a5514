#include <algorithm>

#include "kernels/reduce.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// x (...) -> y (N, ...), the same N times: a state for every example, a vector for every step; i[0]
// is N
Shape broadcast_infer(Shapes in, const Attributes& attr) { return in[0].with_front(attr.i[0]); }

void broadcast_forward(const OpCall& c) {
  const std::size_t width = c.in[0].size();
  for (std::size_t at = 0; at < c.n; at += width) std::copy_n(c.x[0], width, c.y + at);
}

void broadcast_backward(const OpCall& c) {
  if (c.dx[0]) kernels::sum_rows(c.dy, c.dx[0], c.out[0], static_cast<int>(c.in[0].size()));
}

std::vector<GradientTerm> broadcast_terms(const OpCall& c, std::size_t, std::size_t index) {
  std::vector<GradientTerm> terms;
  for (std::size_t at = 0; at < c.n; at += c.in[0].size()) {
    add_term(terms, terms.size(), c.dy[at + index], 1);
  }
  return terms;
}

}  // namespace

const OpDef op_broadcast = {.name = "broadcast",
                            .arity = 1,
                            .infer = broadcast_infer,
                            .forward = broadcast_forward,
                            .backward = broadcast_backward,
                            .terms = broadcast_terms};

std::vector<Sample> samples_broadcast() {
  return {{.inputs = {{.shape = {5}}}, .attr = {.i = {3}}},
          {.inputs = {{.shape = {2, 3}}}, .attr = {.i = {4}}}};
}

}  // namespace lushan
