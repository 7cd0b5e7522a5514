#pragma once

#include <string>
#include <vector>

#include "nn/block.h"

namespace lushan {

enum class Cell { rnn, lstm, gru };

// What the blocks rnn, lstm and gru have in common.
struct RecurrentOptions {
  static constexpr int max_layers = 4;

  int units = 32;
  int layers = 1;
  bool bidirectional = false;
  double dropout = 0;                          // between layers
  std::string output = "all";                  // every step's state, or one vector for the sequence
  std::string initial = "zeros";               // the state before the first step
  std::string initializer = "xavier_uniform";  // of the input's weights
  std::string recurrent_initializer = "orthogonal";  // of the state's
  bool bias = true;
  // Of one cell each, and fields of its block only:
  bool relu = false;     // rnn: instead of tanh
  bool remember = true;  // lstm: the forget gate's bias starts at 1
  int memory = 0;        // lstm: > 0 starts the gates for memories of up to so many steps instead

  void fields(Fields& f);
};

// Records all layers and directions: sequence (T, B, I) -> (T, B, H), or (B, H) for the outputs
// last, mean and max; H is the units, twice that when bidirectional. Scopes layer_1/forwards/...
// Leaves an encoder's last states in the context, and begins a decoder with them where `initial`
// says so.
Value recurrent(Graph& g, Cell cell, Value v, const RecurrentOptions& o, Context& context);

// Of one layer and direction: weight_ih (I, G H), weight_hh (H, G H), bias (G H), gru's bias_hh.
struct CellWeights {
  Var ih, hh, bias, bias_hh;
};

// One layer forwards, recorded step by step because a step's input is made of the one before. Its
// parameters, projected and state (T, B, H) have the names that `recurrent` would give them; gates
// and what stands behind them are sections of cells (T, sections B, H), one behind the other at
// each step.
class SteppedLayer {
 public:
  // input (T, B, I)
  SteppedLayer(Graph& g, Cell cell, Shape input, const RecurrentOptions& o, Context& context);

  // x (1, B, I), mask (1, B) or missing -> the next state (1, B, H), which later steps go on from
  Var step(Graph& g, Var x, Var mask);

 private:
  Cell cell_;
  RecurrentOptions options_;
  bool generates_;
  CellWeights weights_;
  Context::State state_;
  Var projected_, cells_, states_;  // rooms for all steps
  int taken_ = 0;                   // steps so far
};

// The dropout of every layer but the first, for `recurrent` in the block's own scope or in one
// named recurrent.
std::vector<LiveAttribute> recurrent_live(bool in_scope = false);

}  // namespace lushan
