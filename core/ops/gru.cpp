#include "kernels/elementwise.h"
#include "kernels/reduce.h"
#include "ops/ops.h"
#include "ops/recurrence.h"

namespace lushan {
namespace {

// Inputs: x (T, B, 3 H), W (H, 3 H), bias of the state's part (3 H), first state (B, H), mask
// (T, B); see recurrence.h and kernels::gru_cell. The section behind the gates is q, the state's
// part of the candidate before the reset gate.
constexpr RecurrentLayout gru_layout{.gates = 3, .more = 1, .first_state = 3, .mask = 4};

Shape gru_infer(Shapes in, const Attributes&) { return gru_layout.infer(in); }

void gru_forward(const OpCall& c) {
  const Recurrence r(c, gru_layout);
  float *states = c.y, *gates = c.y + gru_layout.states(c.in[0], r.units);
  float* const q = c.y + gru_layout.behind_gates(c.in[0], r.units);
  r.pack();
  for (int k = 0; k < r.steps; ++k) {
    const std::size_t t = r.at(k);
    const float* h = r.before<const float>(k, states, c.x[3] ? c.x[3] : r.scratch.zeros);
    const float* mask = c.x[4] ? c.x[4] + t * static_cast<std::size_t>(r.batch) : nullptr;
    float* const gate = gates + t * r.gates;
    r.multiply(h, c.x[2], gate);
    kernels::gru_cell(r.cell(), c.x[0] + t * r.gates, gate, q + t * r.state, mask, h,
                      states + t * r.state);
  }
}

void gru_backward(const OpCall& c) {
  const Recurrence r(c, gru_layout);
  const RecurrentScratch& scratch = r.scratch;
  const std::size_t to_gates = gru_layout.states(c.in[0], r.units);
  const std::size_t to_q = gru_layout.behind_gates(c.in[0], r.units);
  const float *states = c.y, *gates = c.y + to_gates, *q = c.y + to_q;
  float *dstates = c.dy, *dgates = c.dy + to_gates, *dq = c.dy + to_q;
  float *const dx_pre = scratch.dpre, *const ds_pre = scratch.from_state;
  r.pack_transposed();
  for (int k = r.steps - 1; k >= 0; --k) {
    const std::size_t t = r.at(k);
    const float* mask = c.x[4] ? c.x[4] + t * static_cast<std::size_t>(r.batch) : nullptr;
    const float* h = r.before<const float>(k, states, c.x[3] ? c.x[3] : scratch.zeros);
    float* const dh = r.before(k, dstates, c.dx[3] ? c.dx[3] : scratch.sink);
    kernels::gru_cell_backward(r.cell(), gates + t * r.gates, q + t * r.state, h, mask,
                               dstates + t * r.state, dgates + t * r.gates, dq + t * r.state, dh,
                               dx_pre + t * r.gates, ds_pre + t * r.gates);
    r.add_transposed_product(ds_pre + t * r.gates, dh);
  }
  if (c.dx[0] && !c.fresh[0]) kernels::add_into(c.dx[0], dx_pre, c.in[0].size());
  if (c.dx[1]) r.add_weight_gradient(states, c.x[3], ds_pre, c.dx[1]);
  if (c.dx[2]) kernels::sum_rows(ds_pre, c.dx[2], r.steps * r.batch, r.wide);
}

std::size_t gru_scratch(Shapes in, const Attributes&) { return gru_layout.scratch(in); }
double gru_operations(Shapes in, const Attributes&) { return gru_layout.operations(in); }

// The reset gate stands between the state's part of the candidate and the error of x's.
std::vector<GradientTerm> gru_terms(const OpCall& c, std::size_t input, std::size_t index) {
  const Recurrence r(c, gru_layout);
  const auto wide = static_cast<std::size_t>(r.wide), units = static_cast<std::size_t>(r.units);
  const float* reset = c.y + gru_layout.states(c.in[0], r.units);
  const std::size_t of_weight = input == 2 ? index % wide : index;
  std::vector<GradientTerm> terms = r.weight_terms(c.y, c.x[3], c.dx[0], of_weight);
  for (GradientTerm& t : terms) {
    if (index % wide >= 2 * units) {
      t.error *= reset[t.place * wide + index % wide - 2 * units];
    }
    if (input == 2) t.factor = 1;
  }
  return terms;
}

}  // namespace

const OpDef op_gru = {.name = "gru",
                      .arity = 5,
                      .infer = gru_infer,
                      .forward = gru_forward,
                      .backward = gru_backward,
                      .scratch = gru_scratch,
                      .operations = gru_operations,
                      .keeps = true,
                      .terms = gru_terms,
                      .assigns = {true}};

std::vector<Sample> samples_gru() {
  const SampleInput x{.shape = {3, 2, 9}}, w{.shape = {3, 9}}, b{.shape = {9}}, h{.shape = {2, 3}};
  const SampleInput mask{.shape = {3, 2}, .classes = 2};
  return {{.inputs = {x, w}},
          {.inputs = {x, w, b, h, mask}},
          {.inputs = {x, w, {}, {}, mask}, .attr = {.i = {1}}},
          {.inputs = {{.shape = {2, 1, 15}}, {.shape = {5, 15}}, {.shape = {15}}}}};
}

}  // namespace lushan
