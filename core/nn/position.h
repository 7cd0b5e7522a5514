#pragma once

#include <span>
#include <string_view>

#include "graph/graph.h"
#include "tensor/rng.h"

namespace lushan {

// Where a positional encoding acts: on the sequence, to which its table is added, or on the queries
// and keys of every attention.
enum class PositionPlace { nowhere, sequence, attention };

// A table of positions: a row for each place, and a column for each number of the sequence, of one
// head (rope), or for each head (alibi).
struct PositionTable {
  int rows = 1, columns = 1;
  double base = 10000;  // of the waves' lengths
};

struct PositionDef {
  std::string_view name;
  PositionPlace place;
  // What the table holds, or, where it is drawn at random, begins with: for views, at any size.
  void (*write)(const PositionTable&, Rng&, std::span<float>);
  // Records the table as the node "table"; null where the block needs none.
  Var (*record)(Graph&, const PositionTable&) = nullptr;
  bool bounded = false;  // the table is kept with the model, so its rows are fixed beforehand
};

#define LUSHAN_POSITION(id) extern const PositionDef position_##id;
#include "nn/positions.def"
#undef LUSHAN_POSITION

std::span<const PositionDef* const> positions();     // positions.def, in its order
const PositionDef& position(std::string_view name);  // name must be one of the names

// The names of those that act there, and of none.
std::span<const std::string_view> position_names(PositionPlace place);

}  // namespace lushan
