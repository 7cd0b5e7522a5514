#include "nn/recurrent.h"

#include <algorithm>

#include "kernels/scalar.h"
#include "nn/dropout.h"
#include "nn/initializer.h"
#include "nn/refusal.h"
#include "ops/ops.h"
#include "ops/pool_time.h"

namespace lushan {
namespace {

int gates_of(Cell cell) {
  switch (cell) {
    case Cell::rnn: return 1;
    case Cell::lstm: return 4;
    case Cell::gru: return 3;
  }
  return 1;
}

// Sections of what a cell's op gives: the state, the gates, and of lstm and gru one more.
int sections_of(Cell cell) { return 1 + gates_of(cell) + (cell == Cell::rnn ? 0 : 1); }

// A trained state that every example begins with.
Var learned_state(Graph& g, std::string_view name, int batch, int units) {
  const Var state = g.parameter(name, {units}, {}, false);
  return g.apply(op_broadcast, {state}, {.i = {batch}});
}

// The encoder's state for the next layer of a decoder. Throws Error when it does not fit.
Context::State encoder_state(const Graph& g, Context& context, int units) {
  if (context.memory.x.id < 0) {
    throw Refusal(
        "`initial` is `encoder`, but there is no encoder here; choose `zeros` or `learned`.",
        {set_option("initial", "zeros")});
  }
  if (context.states.empty()) {
    throw Refusal(
        "`initial` is `encoder`, but the encoder has no recurrent layer; choose `zeros` or "
        "`learned`.",
        {set_option("initial", "zeros")});
  }
  if (context.taken == context.states.size()) {
    throw Refusal("`initial` is `encoder`, but the encoder has no more recurrent layers than " +
                      std::to_string(context.states.size()) + "; give both the same number.",
                  {set_option("initial", "zeros")});
  }
  const Context::State state = context.states[context.taken++];
  if (const int width = g.shape(state.h).back(); width != units) {
    throw Refusal(
        "`initial` is `encoder`, but its layer leaves a state of " + std::to_string(width) +
            " numbers for " + std::to_string(units) +
            " units; give both the same (a layer of both directions leaves twice its units).",
        {set_option("units", width), set_option("initial", "zeros")});
  }
  return state;
}

// A bias that starts at zero, but at one for the forget gate, the second of four: kept memory is
// the better beginning (Jozefowicz et al. 2015).
void fill_forget_one(Rng&, std::span<float> w, int units, int) {
  std::ranges::fill(w, 0.0f);
  std::ranges::fill(w.subspan(static_cast<std::size_t>(units), static_cast<std::size_t>(units)),
                    1.0f);
}

// Each unit keeps its memory for a number of steps between 1 and `memory`, evenly spread,
// and takes in the less the longer (chrono initialisation: Tallec and Ollivier 2018).
void fill_chrono(Rng& rng, std::span<float> w, int units, int memory) {
  std::ranges::fill(w, 0.0f);
  const auto most = static_cast<float>(std::max(1, memory - 1));
  for (std::size_t k = 0; k < static_cast<std::size_t>(units); ++k) {
    const float forget = kernels::log(rng.uniform(1.0f, most));
    w[k] = -forget;
    w[static_cast<std::size_t>(units) + k] = forget;
  }
}

struct Direction {
  bool reverse;
  bool generates;
  Context::State first;
  Var mask;
};

struct LayerStates {
  Var all;              // (T, B, H)
  Context::State last;  // after the last step that is taken
};

CellWeights declare_weights(Graph& g, Cell cell, int inputs, const RecurrentOptions& o) {
  const int h = o.units, wide = gates_of(cell) * h;
  CellWeights w;
  w.ih =
      g.parameter("weight_ih", {inputs, wide}, {initializer(o.initializer).fill, inputs, h}, true);
  w.hh = g.parameter("weight_hh", {h, wide}, {initializer(o.recurrent_initializer).fill, h, wide},
                     true);
  if (!o.bias) return w;
  Start start;  // at zero
  if (cell == Cell::lstm && o.memory > 0) start = {fill_chrono, h, o.memory};
  else if (cell == Cell::lstm && o.remember) start = {fill_forget_one, h, wide};
  w.bias = g.parameter("bias", {wide}, start, false);
  if (cell == Cell::gru) w.bias_hh = g.parameter("bias_hh", {wide}, {}, false);
  return w;
}

// The recurrence's op: sections one behind the other, see ops/recurrence.h.
Var apply_cell(Graph& g, Cell cell, Var projected, const CellWeights& w, const Direction& d,
               bool relu) {
  const Attributes attr{.i = {d.reverse, d.generates, relu}};
  switch (cell) {
    case Cell::rnn: return g.apply(op_rnn, {projected, w.hh, d.first.h, d.mask}, attr);
    case Cell::lstm: return g.apply(op_lstm, {projected, w.hh, d.first.h, d.first.c, d.mask}, attr);
    case Cell::gru: return g.apply(op_gru, {projected, w.hh, w.bias_hh, d.first.h, d.mask}, attr);
  }
  return {};
}

// x W + b for x (T, B, I). Where x is looked up in a table of fewer rows than it has, as words and
// characters mostly are, the op does once what all tokens of a kind have in common.
Var project_steps(Graph& g, Var x, const CellWeights& w) {
  const Node& from = g.node(x);
  if (from.op == &op_embedding && g.shape(from.inputs[1])[0] < g.shape(x).rows()) {
    return g.apply(op_affine_rows, {x, w.ih, w.bias, from.inputs[0], from.inputs[1]}, from.attr);
  }
  return g.apply(op_affine, {x, w.ih, w.bias});
}

// One layer in one direction: projects x (T, B, I) for all steps at once, then runs the recurrence.
// Names those of the weights; projected, state (T, B, H), gates (T, B, G H), of lstm cell, of gru
// the state's part of the candidate.
LayerStates record_direction(Graph& g, Cell cell, Var x, const Direction& d,
                             const RecurrentOptions& o) {
  const int gates = gates_of(cell), h = o.units, wide = gates * h;
  const int steps = g.shape(x)[0], batch = g.shape(x)[1];
  const CellWeights w = declare_weights(g, cell, g.shape(x).back(), o);
  const Var projected = g.name(project_steps(g, x, w), "projected");
  const Var y = apply_cell(g, cell, projected, w, d, o.relu);
  const std::size_t one = static_cast<std::size_t>(batch) * static_cast<std::size_t>(h);
  const std::size_t all = one * static_cast<std::size_t>(steps);
  const std::size_t end = d.reverse ? 0 : all - one;  // of the state after the last step taken
  LayerStates out;
  out.all = g.name(g.view(y, {steps, batch, h}), "state");
  g.name(g.view(y, {steps, batch, wide}, all), "gates");
  const std::size_t behind = all * static_cast<std::size_t>(1 + gates);
  if (cell == Cell::lstm) {
    g.name(g.view(y, {steps, batch, h}, behind), "cell");
    out.last.c = g.view(y, {batch, h}, behind + end);
  } else if (cell == Cell::gru) {
    g.name(g.view(y, {steps, batch, h}, behind), "reset_input");
  }
  out.last.h = g.name(g.view(y, {batch, h}, end), "last");
  return out;
}

// What the first step of a layer in one direction begins with.
Context::State first_state(Graph& g, Cell cell, int batch, const RecurrentOptions& o,
                           Context& context) {
  Context::State state;
  if (o.initial == "encoder") state = encoder_state(g, context, o.units);
  if (o.initial == "learned") {
    state.h = learned_state(g, "initial_state", batch, o.units);
    if (cell == Cell::lstm) state.c = learned_state(g, "initial_cell", batch, o.units);
  }
  if (cell != Cell::lstm) state.c = {};
  return state;
}

// Both directions of a layer, or the one it has; their states stand beside each other.
LayerStates record_layer(Graph& g, Cell cell, Var x, Var mask, Context& context,
                         const RecurrentOptions& o) {
  const int batch = g.shape(x)[1];
  const auto record = [&](std::string_view name, bool reverse) {
    const Graph::Scope scope(g, name);
    const Context::State state = first_state(g, cell, batch, o, context);
    return record_direction(g, cell, x, {reverse, context.generates > 0, state, mask}, o);
  };
  LayerStates out = record("forwards", false);
  if (!o.bidirectional) return out;
  const LayerStates back = record("backwards", true);
  out.all = g.name(g.apply(op_concat, {out.all, back.all}), "state");
  out.last.h = g.apply(op_concat, {out.last.h, back.last.h});
  if (cell == Cell::lstm) out.last.c = g.apply(op_concat, {out.last.c, back.last.c});
  return out;
}

}  // namespace

void RecurrentOptions::fields(Fields& f) {
  static constexpr std::string_view outputs[] = {"all", "last", "mean", "max"};
  static constexpr std::string_view initials[] = {"zeros", "learned", "encoder"};
  f.integer("units", units, width_range(512));
  f.integer("layers", layers, {.min = 1, .max = max_layers});
  f.flag("bidirectional", bidirectional);
  f.number("dropout", dropout, {.min = 0, .max = 0.95, .live = true});
  f.choice("output", output, outputs);
  f.choice("initial", initial, initials);
  f.choice("initializer", initializer, initializer_names());
  f.choice("recurrent_initializer", recurrent_initializer, initializer_names());
  f.flag("bias", bias);
}

Value recurrent(Graph& g, Cell cell, Value v, const RecurrentOptions& o, Context& context) {
  LayerStates states;
  Var x = v.x;
  for (int layer = 1; layer <= o.layers; ++layer) {
    const Graph::Scope scope(g, "layer_" + std::to_string(layer));
    if (layer > 1) x = dropout(g, x, o.dropout);
    states = record_layer(g, cell, x, v.mask, context, o);
    if (context.memory.x.id < 0) context.states.push_back(states.last);
    x = states.all;
  }
  if (o.output == "all") return {g.name(g.apply(op_linear, {x}), "value"), v.kind, v.mask};
  if (o.output == "last") {
    return {g.name(g.apply(op_linear, {states.last.h}), "value"), ValueKind::vector};
  }
  const PoolTime mode = o.output == "mean" ? PoolTime::mean : PoolTime::max;
  const Var pooled = g.apply(op_pool_time, {x, v.mask}, {.i = {static_cast<int>(mode)}});
  return {g.name(pooled, "value"), ValueKind::vector};
}

SteppedLayer::SteppedLayer(Graph& g, Cell cell, Shape input, const RecurrentOptions& o,
                           Context& context)
    : cell_(cell), options_(o), generates_(context.generates > 0) {
  const Graph::Scope layer(g, "layer_1"), direction(g, "forwards");
  state_ = first_state(g, cell, input[1], o, context);
  weights_ = declare_weights(g, cell, input.back(), o);
  const auto room = [&g](std::string_view name, Shape shape) {
    const Var all = g.room(shape);
    g.name(g.view(all, shape), name);  // what is named is what was computed: a room is a source
    return all;
  };
  projected_ = room("projected", input.with_back(gates_of(cell) * o.units));
  cells_ = room("cells", {input[0], sections_of(cell) * input[1], o.units});
  states_ = room("state", input.with_back(o.units));
}

Var SteppedLayer::step(Graph& g, Var x, Var mask) {
  const int batch = g.shape(x)[1], h = options_.units;
  const auto place = [&](Var v, Var room) {
    g.place(v, room, static_cast<std::size_t>(taken_) * g.shape(v).size());
    return v;
  };
  const Var projected = place(g.apply(op_affine, {x, weights_.ih, weights_.bias}), projected_);
  const Direction direction{false, generates_, state_, mask};
  const Var y = place(apply_cell(g, cell_, projected, weights_, direction, options_.relu), cells_);
  const Var state = place(g.apply(op_linear, {g.view(y, {1, batch, h})}), states_);
  state_.h = g.view(state, {batch, h});
  if (cell_ == Cell::lstm) {
    const std::size_t one = g.shape(state).size();
    state_.c = g.view(y, {batch, h}, one * static_cast<std::size_t>(1 + gates_of(cell_)));
  }
  ++taken_;
  return state;
}

std::vector<LiveAttribute> recurrent_live(bool in_scope) {
  static constexpr std::string_view nodes[] = {
      "recurrent/layer_2/dropout", "recurrent/layer_3/dropout", "recurrent/layer_4/dropout"};
  constexpr std::string_view scope = "recurrent/";
  std::vector<LiveAttribute> live;
  for (const std::string_view node : nodes) {
    live.push_back({"dropout", in_scope ? node : node.substr(scope.size()), 0});
  }
  return live;
}

}  // namespace lushan
