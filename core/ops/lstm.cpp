#include <algorithm>

#include "kernels/elementwise.h"
#include "ops/ops.h"
#include "ops/recurrence.h"

namespace lushan {
namespace {

// Inputs: x (T, B, 4 H), W (H, 4 H), first state (B, H), first cell (B, H), mask (T, B); see
// recurrence.h and kernels::lstm_cell. The section behind the gates is the cell.
constexpr RecurrentLayout lstm_layout{.gates = 4, .more = 1, .first_state = 2, .mask = 4};

Shape lstm_infer(Shapes in, const Attributes&) { return lstm_layout.infer(in); }

void lstm_forward(const OpCall& c) {
  const Recurrence r(c, lstm_layout);
  const RecurrentScratch& scratch = r.scratch;
  float *states = c.y, *gates = c.y + lstm_layout.states(c.in[0], r.units);
  float* const cells = c.y + lstm_layout.behind_gates(c.in[0], r.units);
  r.pack();
  for (int k = 0; k < r.steps; ++k) {
    const std::size_t t = r.at(k);
    const float* h = r.before<const float>(k, states, c.x[2] ? c.x[2] : scratch.zeros);
    const float* cell = r.before<const float>(k, cells, c.x[3] ? c.x[3] : scratch.zeros);
    const float* mask = c.x[4] ? c.x[4] + t * static_cast<std::size_t>(r.batch) : nullptr;
    float* const gate = gates + t * r.gates;
    std::copy_n(c.x[0] + t * r.gates, r.gates, gate);
    r.add_product(h, gate);
    kernels::lstm_cell(r.cell(), gate, mask, h, cell, states + t * r.state, cells + t * r.state);
  }
}

void lstm_backward(const OpCall& c) {
  const Recurrence r(c, lstm_layout);
  const RecurrentScratch& scratch = r.scratch;
  const std::size_t to_gates = lstm_layout.states(c.in[0], r.units);
  const std::size_t to_cells = lstm_layout.behind_gates(c.in[0], r.units);
  const float *states = c.y, *gates = c.y + to_gates, *cells = c.y + to_cells;
  float *dstates = c.dy, *dgates = c.dy + to_gates, *dcells = c.dy + to_cells;
  r.pack_transposed();
  for (int k = r.steps - 1; k >= 0; --k) {
    const std::size_t t = r.at(k);
    const float* mask = c.x[4] ? c.x[4] + t * static_cast<std::size_t>(r.batch) : nullptr;
    float* const dh = r.before(k, dstates, c.dx[2] ? c.dx[2] : scratch.sink);
    float* const dcell = r.before(k, dcells, c.dx[3] ? c.dx[3] : scratch.sink);
    const float* cell = r.before<const float>(k, cells, c.x[3] ? c.x[3] : scratch.zeros);
    kernels::lstm_cell_backward(r.cell(), gates + t * r.gates, cells + t * r.state, cell, mask,
                                dstates + t * r.state, dcells + t * r.state, dgates + t * r.gates,
                                dh, dcell, scratch.dpre + t * r.gates);
    r.add_transposed_product(scratch.dpre + t * r.gates, dh);
  }
  if (c.dx[0] && !c.fresh[0]) kernels::add_into(c.dx[0], scratch.dpre, c.in[0].size());
  if (c.dx[1]) r.add_weight_gradient(states, c.x[2], scratch.dpre, c.dx[1]);
}

std::size_t lstm_scratch(Shapes in, const Attributes&) { return lstm_layout.scratch(in); }
double lstm_operations(Shapes in, const Attributes&) { return lstm_layout.operations(in); }

std::vector<GradientTerm> lstm_terms(const OpCall& c, std::size_t, std::size_t index) {
  return Recurrence(c, lstm_layout).weight_terms(c.y, c.x[2], c.dx[0], index);
}

}  // namespace

const OpDef op_lstm = {.name = "lstm",
                       .arity = 5,
                       .infer = lstm_infer,
                       .forward = lstm_forward,
                       .backward = lstm_backward,
                       .scratch = lstm_scratch,
                       .operations = lstm_operations,
                       .keeps = true,
                       .terms = lstm_terms,
                       .assigns = {true}};

std::vector<Sample> samples_lstm() {
  const SampleInput x{.shape = {3, 2, 12}}, w{.shape = {3, 12}}, h{.shape = {2, 3}};
  const SampleInput mask{.shape = {3, 2}, .classes = 2};
  return {{.inputs = {x, w}},
          {.inputs = {x, w, h, h, mask}},
          {.inputs = {x, w, {}, h, mask}, .attr = {.i = {1}}},
          {.inputs = {{.shape = {2, 1, 20}}, {.shape = {5, 20}}, {.shape = {1, 5}}}}};
}

}  // namespace lushan
