#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"
#include "model/experiment.h"

namespace lushan {

// One layer as it was recorded.
struct LayerRecord {
  std::string name;               // "dense_1", "encoder/lstm_1", "output": the scope of its nodes
  const BlockDef* def = nullptr;  // null for the head
  Column column = Column::layers;
  int index = -1;  // in the document's column; layers that one entry repeats share it
  ValueKind takes = ValueKind::vector, gives = ValueKind::vector;
  Var input = {}, output = {};
  int first_node = 0, end_node = 0;  // its nodes, in creation order
};

// What a model is recorded for.
enum class Purpose {
  training,
  evaluation,  // adds what a person reads: probabilities
  generation,  // one token at a time: the decoder's input, or that of the layers, is one step long
};

// A model recorded for one batch size, and the nodes that others must know.
struct Network {
  explicit Network(Parameters& parameters) : graph(parameters) {}

  Graph graph;
  int batch = 0;
  std::vector<LayerRecord> layers;
  Var input;         // the task's, (B, ...) or, step by step, (T, B, ...)
  Var token;         // (1, B): the token that generation goes on from; elsewhere missing
  Var prediction;    // (B, width) or (T, B, width): what the loss compares
  Var probability;   // the same as a person reads it; missing in training
  Var target;        // (B, width), (B, 1) of class indices or (T, B) of tokens
  Var said;          // (T, B), in training without full teacher forcing: see op_shift_right
  Var counted;       // (T B), 1 where the target is a token that counts; missing for other targets
  Var example_loss;  // (B), or (T B) token by token
  Var loss;          // (1), the mean
};

// Outputs the task's target asks for under this loss. Throws Error when the two do not go together.
int output_width(const Chosen<LossDef>& loss, const TargetSpec& target);

// The loss that fits a target, for documents that name none.
Chosen<LossDef> default_loss(const TargetSpec& target);

// Records the experiment's model; every shape error is found here and names the layer.
// The experiment's loss must have been settled, and the target suit the model (see suit_model).
Network record_network(const Experiment& experiment, const InputSpec& input,
                       const TargetSpec& target, Parameters& parameters, int batch,
                       Purpose purpose);

}  // namespace lushan
