#pragma once

#include <span>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "schema/settings.h"
#include "tensor/value_kind.h"

namespace lushan {

// What flows between blocks while a model is recorded: a node of shape (B, ...) and its kind.
struct Value {
  Var x;
  ValueKind kind = ValueKind::vector;
};

// An option that is read during replay: where it goes.
struct LiveAttribute {
  std::string_view option;
  std::string_view node;  // within the block's scope
  std::size_t slot;       // of Attributes::f
};

// A layer people can put into a model: its options and what it records.
struct BlockDef : Entry {
  std::vector<ValueKind> takes;
  // Records the block in the scope of its name ("dense_1/..."). Throws Error on a shape it cannot
  // take; the kind has been checked against `takes`.
  Value (*forward)(Graph&, Value, const Settings&);
  std::vector<LiveAttribute> live = {};  // options that may change between replays
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

  void fields(Fields& f);
};

// x (B, I) -> (B, units). Names weight (I, units), bias (units), linear, activation.
Var dense(Graph& g, Var x, const DenseOptions& options);

}  // namespace lushan
