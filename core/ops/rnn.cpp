#include <algorithm>

#include "kernels/elementwise.h"
#include "ops/ops.h"
#include "ops/recurrence.h"

namespace lushan {
namespace {

// Inputs: x (T, B, H), W (H, H), first state (B, H), mask (T, B); see recurrence.h. Attribute i[2]:
// relu instead of tanh. h_t = f(x_t + h_{t-1} W) (Elman 1990). The gates section is the state's
// input x_t + h_{t-1} W.
constexpr RecurrentLayout rnn_layout{.gates = 1, .first_state = 2, .mask = 3};

Shape rnn_infer(Shapes in, const Attributes&) { return rnn_layout.infer(in); }

void rnn_forward(const OpCall& c) {
  const Recurrence r(c, rnn_layout);
  float *states = c.y, *pre = c.y + rnn_layout.states(c.in[0], r.units);
  const float* first = c.x[2] ? c.x[2] : r.scratch.zeros;
  r.pack();
  for (int k = 0; k < r.steps; ++k) {
    const std::size_t t = r.at(k);
    const float* before = r.before<const float>(k, states, first);
    const float* mask = c.x[3] ? c.x[3] + t * static_cast<std::size_t>(r.batch) : nullptr;
    std::copy_n(c.x[0] + t * r.gates, r.gates, pre + t * r.gates);
    r.add_product(before, pre + t * r.gates);
    kernels::rnn_cell(r.cell(), c.attr.i[2] != 0, pre + t * r.gates, mask, before,
                      states + t * r.state);
  }
}

void rnn_backward(const OpCall& c) {
  const Recurrence r(c, rnn_layout);
  const RecurrentScratch& scratch = r.scratch;
  const float* states = c.y;
  float *dstates = c.dy, *dpre = c.dy + rnn_layout.states(c.in[0], r.units);
  r.pack_transposed();
  for (int k = r.steps - 1; k >= 0; --k) {
    const std::size_t t = r.at(k);
    const float* mask = c.x[3] ? c.x[3] + t * static_cast<std::size_t>(r.batch) : nullptr;
    float* dbefore = r.before(k, dstates, c.dx[2] ? c.dx[2] : scratch.sink);
    float* const d = scratch.dpre + t * r.gates;
    kernels::rnn_cell_backward(r.cell(), c.attr.i[2] != 0, states + t * r.state, mask,
                               dstates + t * r.state, dbefore, d);
    // whoever reads the state's input adds to its gradient
    kernels::add_into(dpre + t * r.gates, d, r.gates);
    kernels::copy(dpre + t * r.gates, d, r.gates);
    r.add_transposed_product(d, dbefore);
  }
  if (c.dx[0] && !c.fresh[0]) kernels::add_into(c.dx[0], scratch.dpre, c.in[0].size());
  if (c.dx[1]) r.add_weight_gradient(states, c.x[2], scratch.dpre, c.dx[1]);
}

std::size_t rnn_scratch(Shapes in, const Attributes&) { return rnn_layout.scratch(in); }
double rnn_operations(Shapes in, const Attributes&) { return rnn_layout.operations(in); }

std::vector<GradientTerm> rnn_terms(const OpCall& c, std::size_t, std::size_t index) {
  return Recurrence(c, rnn_layout).weight_terms(c.y, c.x[2], c.dx[0], index);
}

}  // namespace

const OpDef op_rnn = {.name = "rnn",
                      .arity = 4,
                      .infer = rnn_infer,
                      .forward = rnn_forward,
                      .backward = rnn_backward,
                      .scratch = rnn_scratch,
                      .operations = rnn_operations,
                      .keeps = true,
                      .terms = rnn_terms,
                      .assigns = {true}};

std::vector<Sample> samples_rnn() {
  const SampleInput x{.shape = {3, 2, 5}}, w{.shape = {5, 5}}, h{.shape = {2, 5}};
  const SampleInput mask{.shape = {3, 2}, .classes = 2};
  return {{.inputs = {x, w}},
          {.inputs = {x, w, h, mask}},
          {.inputs = {x, w, {}, mask}, .attr = {.i = {1}}},
          {.inputs = {{.shape = {2, 2, 3}, .low = 2, .high = 3}, {.shape = {3, 3}, .low = 0}, {}},
           .attr = {.i = {0, 0, 1}}}};
}

}  // namespace lushan
