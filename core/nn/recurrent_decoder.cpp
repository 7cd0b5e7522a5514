#include <algorithm>
#include <cmath>

#include "nn/initializer.h"
#include "nn/recurrent.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

constexpr std::string_view cells[] = {"rnn", "lstm", "gru"};
constexpr std::string_view contexts[] = {"none", "every",      "additive",
                                         "dot",  "scaled_dot", "general"};
constexpr std::string_view initials[] = {"encoder", "zeros"};

struct RecurrentDecoderOptions {
  std::string cell = "gru";
  int units = 32;
  int layers = 1;
  double dropout = 0;                // between layers
  std::string initial = "encoder";   // what the first state is
  std::string context = "additive";  // how each step looks at the encoder's output
  std::string initializer = "xavier_uniform";

  void fields(Fields& f) {
    f.choice("cell", cell, cells);
    f.integer("units", units, {.min = 1, .max = 512, .scale = Scale::log});
    f.integer("layers", layers, {.min = 1, .max = RecurrentOptions::max_layers});
    f.number("dropout", dropout, {.min = 0, .max = 0.95, .live = true});
    f.choice("initial", initial, initials);
    f.choice("context", context, contexts);
    f.choice("initializer", initializer, initializer_names());
  }
};

const Value& memory_of(const Graph&, const Context& context) {
  if (context.memory.kind != ValueKind::sequence) {
    throw Error(
        "recurrent_decoder looks at every step of the encoder's output, and that is one "
        "vector; let the encoder end with a sequence.");
  }
  return context.memory;
}

Cell cell_of(const std::string& name) {
  return name == "rnn" ? Cell::rnn : name == "lstm" ? Cell::lstm : Cell::gru;
}

Var weights(Graph& g, std::string_view name, int inputs, int outputs, const std::string& how) {
  return g.parameter(name, {inputs, outputs}, {initializer(how).fill, inputs, outputs}, true);
}

// Scores (B, 1, T, S) of states (T, B, H) against the encoder's output (S, B, E).
Var scores(Graph& g, Var states, Var memory, const RecurrentDecoderOptions& o) {
  const int units = g.shape(states).back(), width = g.shape(memory).back();
  if (o.context == "additive") {
    const Var query = g.name(
        g.apply(op_affine, {states, weights(g, "weight_query", units, units, o.initializer)}),
        "query");
    const Var keys =
        g.name(g.apply(op_affine, {memory, weights(g, "weight_keys", width, units, o.initializer)}),
               "keys");
    const Var v =
        g.parameter("weight_score", {units}, {initializer(o.initializer).fill, units, 1}, true);
    return g.apply(op_additive_scores, {query, keys, v});
  }
  Var keys = memory;
  if (o.context == "general") {
    const Var w = weights(g, "weight_keys", width, units, o.initializer);
    keys = g.name(g.apply(op_affine, {memory, w}), "keys");
  } else if (width != units) {
    throw Error("recurrent_decoder: " + o.context + " compares its " + std::to_string(units) +
                " units with the encoder's " + std::to_string(width) +
                " numbers; give both the same, or choose general or additive.");
  }
  const bool scaled = o.context == "scaled_dot";
  const float factor = scaled ? 1 / std::sqrt(static_cast<float>(units)) : 1.0f;
  return g.apply(op_attention_scores, {states, keys}, {.i = {1}, .f = {factor}});
}

// sequence (T, B, I) -> (T, B, units), the second half of a model that translates. With context
// `none` the encoder speaks through its last state alone (Sutskever et al. 2014); with `every` that
// state is an input of every step as well (Cho et al. 2014). With attention each state looks at the
// encoder's whole output and gives tanh(W [state, context]) (Luong et al. 2015, eq. 5; additive
// scores as in Bahdanau et al. 2015). Names recurrent/..., scores and weights (B, 1, T, S),
// context.
Value forward(Graph& g, Value v, const Settings& s, Context& context) {
  const auto& o = s.as<RecurrentDecoderOptions>();
  const Value& memory = memory_of(g, context);
  Value x = v;
  if (o.context == "every") {
    if (context.states.empty()) {
      throw Error(
          "recurrent_decoder: context is every, but the encoder has no recurrent layer "
          "whose last state could be read; add one, or choose attention.");
    }
    const Var last = context.states.back().h;
    const Var repeated = g.name(g.apply(op_broadcast, {last}, {.i = {g.shape(v.x)[0]}}), "context");
    x.x = g.apply(op_concat, {v.x, repeated});
  }
  RecurrentOptions recurrence;
  recurrence.units = o.units;
  recurrence.layers = o.layers;
  recurrence.dropout = o.dropout;
  recurrence.initial = o.initial;
  recurrence.initializer = o.initializer;
  Value states;
  {
    const Graph::Scope scope(g, "recurrent");
    states = recurrent(g, cell_of(o.cell), x, recurrence, context);
  }
  if (o.context == "none" || o.context == "every") {
    return {g.name(g.apply(op_linear, {states.x}), "value"), v.kind, v.mask};
  }
  const Var compared = g.name(scores(g, states.x, memory.x, o), "scores");
  const Var looked =
      g.name(g.apply(op_attention_weights, {compared, memory.mask}, {.i = {1}}), "weights");
  const Var mixed = g.name(g.apply(op_attention_mix, {looked, memory.x}, {.i = {1}}), "context");
  const int width = g.shape(mixed).back();
  const Var w = weights(g, "weight_output", o.units + width, o.units, o.initializer);
  const Var both = g.apply(op_concat, {states.x, mixed});
  return {g.name(g.apply(op_tanh, {g.apply(op_affine, {both, w})}), "value"), v.kind, v.mask};
}

}  // namespace

const BlockDef block_recurrent_decoder = {
    {"recurrent_decoder", default_settings<RecurrentDecoderOptions>},
    {ValueKind::sequence},
    forward,
    recurrent_live(true),
    nullptr,
    nullptr,
    true};

}  // namespace lushan
