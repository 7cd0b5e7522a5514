#include <algorithm>
#include <cmath>

#include "nn/initializer.h"
#include "nn/recurrent.h"
#include "nn/refusal.h"
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
  bool input_feeding = false;        // what a step gave is an input of the next
  std::string initializer = "xavier_uniform";

  bool attends() const { return context != "none" && context != "every"; }

  void fields(Fields& f) {
    f.choice("cell", cell, cells);
    f.integer("units", units, width_range(512));
    f.integer("layers", layers, {.min = 1, .max = RecurrentOptions::max_layers});
    f.number("dropout", dropout, {.min = 0, .max = 0.95, .live = true});
    f.choice("initial", initial, initials);
    f.choice("context", context, contexts);
    f.flag("input_feeding", input_feeding);
    f.choice("initializer", initializer, initializer_names());
  }
};

const Value& sequence_memory(const Graph&, const Context& context) {
  if (context.memory.kind != ValueKind::sequence) {
    throw Error(
        "`recurrent_decoder` looks at every step of the encoder's output, and that is one "
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

// Looks at the encoder's output (S, B, E). Names weight_query, weight_keys, weight_score,
// weight_output; keys (S, B, units), where they are not that output itself.
class Attention {
 public:
  Attention(Graph& g, const Value& memory, const RecurrentDecoderOptions& o)
      : memory_(memory), keys_(memory.x) {
    const int width = g.shape(memory.x).back();
    const bool additive = o.context == "additive";
    if (additive) query_ = weights(g, "weight_query", o.units, o.units, o.initializer);
    if (additive || o.context == "general") {
      const Var w = weights(g, "weight_keys", width, o.units, o.initializer);
      keys_ = g.name(g.apply(op_affine, {memory.x, w}), "keys");
    } else if (width != o.units) {
      throw Refusal("`recurrent_decoder`: `context` is `" + o.context + "`, which compares its " +
                        std::to_string(o.units) + " units with the encoder's " +
                        std::to_string(width) +
                        " numbers; give both the same, or choose `general` or `additive`.",
                    {set_option("context", "general"), set_option("units", width)});
    }
    const Start start{initializer(o.initializer).fill, o.units, 1};
    if (additive) score_ = g.parameter("weight_score", {o.units}, start, true);
    if (o.context == "scaled_dot") factor_ = 1 / std::sqrt(static_cast<float>(o.units));
    output_ = weights(g, "weight_output", o.units + width, o.units, o.initializer);
  }

  // states (T, B, units) -> tanh(W [state, context]) (T, B, units). found(node, name) is told of
  // query, scores and weights (B, 1, T, S) and context (T, B, E) before anyone reads them.
  template <class F>
  Var look(Graph& g, Var states, F found) const {
    Var scores;
    if (score_.id >= 0) {
      const Var query = found(g.apply(op_affine, {states, query_}), "query");
      scores = g.apply(op_additive_scores, {query, keys_, score_});
    } else {
      scores = g.apply(op_attention_scores, {states, keys_}, {.i = {1}, .f = {factor_}});
    }
    found(scores, "scores");
    const Var looked =
        found(g.apply(op_attention_weights, {scores, memory_.mask}, {.i = {1}}), "weights");
    const Var mixed = found(g.apply(op_attention_mix, {looked, memory_.x}, {.i = {1}}), "context");
    const Var both = g.apply(op_concat, {states, mixed});
    return g.apply(op_tanh, {g.apply(op_affine, {both, output_})});
  }

 private:
  Value memory_;
  Var keys_, query_, score_, output_;
  float factor_ = 1;
};

// A tensor (T, ...) that nodes are placed into step by step.
struct Room {
  std::string_view name;
  Var all;
};

// Input feeding: each step's input is x_t beside what the step before gave, (T, B, units).
Value step_by_step(Graph& g, Value v, const Value& memory, const RecurrentDecoderOptions& o,
                   const RecurrentOptions& recurrence, Context& context) {
  if (!o.attends()) {
    throw Refusal(
        "`recurrent_decoder`: `input_feeding` hands on what attention gave, and `context` is `" +
            o.context + "`; choose attention, or turn `input_feeding` off.",
        {{"replace", "input_feeding", "false"}});
  }
  if (o.layers > 1) {
    throw Refusal("`recurrent_decoder`: `input_feeding` goes through one layer, and there are " +
                      std::to_string(o.layers) +
                      "; set `layers` to 1, or turn `input_feeding` off.",
                  {set_option("layers", 1), {"replace", "input_feeding", "false"}});
  }
  const Shape input = g.shape(v.x);
  const int steps = input[0], batch = input[1], keys = g.shape(memory.x)[0];
  const bool generates = context.generates > 0;
  const auto recurrent_layer = [&] {
    const Graph::Scope scope(g, "recurrent");
    const Shape fed = input.with_back(input.back() + o.units);
    return SteppedLayer(g, cell_of(o.cell), fed, recurrence, context);
  };
  SteppedLayer layer = recurrent_layer();
  const Attention attention(g, memory, o);
  const bool asks = o.context == "additive";  // with something else than its state
  const Room query{"query", asks ? g.room({steps, batch, o.units}) : Var{}};
  const Room scores{"scores", g.room({steps, batch, keys})};
  const Room looked{"weights", g.room({steps, batch, keys})};
  const Room mixed{"context", g.room({steps, batch, g.shape(memory.x).back()})};
  const Var attended = g.room({steps, batch, o.units});
  // in a graph that generates the step before is the last replay's
  Var before = generates ? attended : Var{};
  for (int t = 0; t < steps; ++t) {
    const auto place = [&](Var x, Var room) {
      g.place(x, room, static_cast<std::size_t>(t) * g.shape(x).size());
    };
    const auto step_of = [&](Var x, const Shape& shape) {
      return x.id < 0 ? x : g.view(x, shape, static_cast<std::size_t>(t) * shape.size());
    };
    const Var fed = g.apply(op_feed_back, {step_of(v.x, {1, batch, input.back()}), before},
                            {.i = {o.units, generates}});
    const Var state = layer.step(g, fed, step_of(v.mask, {1, batch}));
    const Var value = attention.look(g, state, [&](Var x, std::string_view name) {
      for (const Room& room : {query, scores, looked, mixed}) {
        if (room.name == name) place(x, room.all);
      }
      return x;
    });
    before = g.apply(op_remember, {value});
    place(before, attended);
  }
  for (const Room& room : {query, mixed}) {
    if (room.all.id >= 0) g.name(g.view(room.all, g.shape(room.all)), room.name);
  }
  for (const Room& room : {scores, looked}) {  // named as they are without input feeding
    const Var rows = g.apply(op_swap_front, {room.all});
    g.name(g.view(rows, {batch, 1, steps, keys}), room.name);
  }
  const Var all = g.name(g.view(attended, g.shape(attended)), "attended");
  return {g.name(g.apply(op_linear, {all}), "value"), v.kind, v.mask};
}

// sequence (T, B, I) -> (T, B, units), the second half of a model that translates. With context
// `none` the encoder speaks through its last state alone (Sutskever et al. 2014); with `every` that
// state is an input of every step as well (Cho et al. 2014). With attention each state looks at the
// encoder's whole output and gives tanh(W [state, context]) (Luong et al. 2015, eq. 5; additive
// scores as in Bahdanau et al. 2015), and with input feeding the next step is told (sec. 3.3).
// Names recurrent/..., scores and weights (B, 1, T, S), context; with input feeding also attended,
// whose gradient holds what the next steps made of it.
Value recurrent_decoder_forward(Graph& g, Value v, const Settings& s, Context& context) {
  const auto& o = s.as<RecurrentDecoderOptions>();
  const Value& memory = sequence_memory(g, context);
  RecurrentOptions recurrence;
  recurrence.units = o.units;
  recurrence.layers = o.layers;
  recurrence.dropout = o.dropout;
  recurrence.initial = o.initial;
  recurrence.initializer = o.initializer;
  if (o.input_feeding) return step_by_step(g, v, memory, o, recurrence, context);
  Value x = v;
  if (o.context == "every") {
    if (context.states.empty()) {
      throw Error(
          "`recurrent_decoder`: `context` is `every`, but the encoder has no recurrent layer "
          "whose last state could be read; add one, or choose attention.");
    }
    const Var last = context.states.back().h;
    const Var repeated = g.name(g.apply(op_broadcast, {last}, {.i = {g.shape(v.x)[0]}}), "context");
    x.x = g.apply(op_concat, {v.x, repeated});
  }
  Value states;
  {
    const Graph::Scope scope(g, "recurrent");
    states = recurrent(g, cell_of(o.cell), x, recurrence, context);
  }
  if (!o.attends()) return {g.name(g.apply(op_linear, {states.x}), "value"), v.kind, v.mask};
  const Attention attention(g, memory, o);
  const Var value = attention.look(
      g, states.x, [&](Var found, std::string_view name) { return g.name(found, name); });
  return {g.name(value, "value"), v.kind, v.mask};
}

}  // namespace

const BlockDef block_recurrent_decoder = {.name = "recurrent_decoder",
                                          .defaults = default_settings<RecurrentDecoderOptions>,
                                          .takes = {ValueKind::sequence},
                                          .forward = recurrent_decoder_forward,
                                          .live = recurrent_live(true),
                                          .decodes = true};

}  // namespace lushan
