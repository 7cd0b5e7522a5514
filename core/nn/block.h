#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "schema/settings.h"
#include "tensor/value_kind.h"

namespace lushan {

// Of options that say how wide a layer is.
constexpr IntegerRange width_range(int max) {
  return {.min = 1, .max = max, .scale = Scale::log, .width = true};
}

// What flows between blocks while a model is recorded: vectors (B, D), images (B, C, H, W), tokens
// (T, B) or sequences (T, B, D).
struct Value {
  Var x;
  ValueKind kind = ValueKind::vector;
  // (T, B), 1 where tokens or a sequence hold something, 0 where a shorter example was padded at
  // its end; missing when every example has the full length.
  Var mask = {};
};

// What a block may use beside the value that flows into it, and what it leaves for later ones.
struct Context {
  Value memory = {};  // in a decoder: the encoder's output (S, B, D); x is missing elsewhere
  // Last states of the encoder's recurrent layers, from the first layer to the deepest, and how
  // many of them a decoder's layers have begun with.
  struct State {
    Var h = {};  // (B, H)
    Var c = {};  // (B, H), an lstm's cell; missing for others
  };
  std::vector<State> states = {};
  std::size_t taken = 0;
  int vocabulary = 0;   // how many tokens there are, where the task's input is made of tokens
  Var embedding = {};   // the last embedding's table (V, D), for an output tied to it
  bool trains = false;  // whether the graph is recorded to be trained, with batches of train.batch
  // > 0 when the graph is recorded to generate one token at a time (T is 1), at most so many. What
  // a block needs of the past it then keeps in its own nodes, by Replay::position.
  int generates = 0;
};

// An option that is read during replay: where it goes.
struct LiveAttribute {
  std::string_view option;
  std::string_view node;  // within the block's scope
  std::size_t slot;       // of Attributes::f
};

// A layer people can put into a model: its options and what it records.
struct BlockDef {
  std::string_view name;
  Settings (*defaults)();
  std::vector<ValueKind> takes;
  // Records the block in the scope of its name ("dense_1/..."). Throws Error on a shape it cannot
  // take; the kind has been checked against `takes`.
  Value (*forward)(Graph&, Value, const Settings&, Context&);
  std::vector<LiveAttribute> live = {};  // options that may change between replays
  // Whether an output may depend on later steps than its own; null: never.
  bool (*looks_ahead)(const Settings&) = nullptr;
  int (*repeat)(const Settings&) = nullptr;  // copies, each a layer of its own; null: one
  bool decodes = false;  // reads the encoder's output, so it stands in a decoder only
  // What it gives, where that is neither what it takes nor for its options to say.
  std::optional<ValueKind> gives = {};
};

#define LUSHAN_BLOCK(id) extern const BlockDef block_##id;
#include "nn/blocks.def"
#undef LUSHAN_BLOCK

std::span<const BlockDef* const> blocks();  // blocks.def, in its order

// A dense layer, y = activation(x W + b): of every model's head, and a block of its own.
struct DenseOptions {
  int units = 8;
  std::string activation = "tanh";
  std::string initializer = "xavier_uniform";
  bool bias = true;
  double initial_bias = 0;

  void fields(Fields& f);
};

// The head has no choice of units: task and loss fix them.
struct OutputOptions {
  DenseOptions dense{.units = 1, .activation = "linear"};
  bool tied = false;  // the weights are the last embedding's table (Press and Wolf 2017)

  void fields(Fields& f);
};

// x (..., I) -> (..., units). Names weight (I, units), bias (units), linear, activation. With a
// `table` (units, I), which stays another block's, that stands in for the weight.
Var dense(Graph& g, Var x, const DenseOptions& options, Var table = {});

}  // namespace lushan
