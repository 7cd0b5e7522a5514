#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"
#include "model/experiment.h"

namespace lushan {

// One layer as it was recorded.
struct LayerRecord {
  std::string name;               // "dense_1", "output": the scope of its nodes
  const BlockDef* def = nullptr;  // null for the head
  ValueKind takes = ValueKind::vector, gives = ValueKind::vector;
  Var input, output;
  int first_node = 0, end_node = 0;  // its nodes, in creation order
};

// A model recorded for one batch size, and the nodes that others must know.
struct Network {
  explicit Network(Parameters& parameters) : graph(parameters) {}

  Graph graph;
  std::vector<LayerRecord> layers;
  Var input;         // (B, ...) as the task's
  Var prediction;    // (B, width): what the loss compares
  Var probability;   // (B, width): what a person reads; only recorded for inference
  Var target;        // (B, width), or (B, 1) of class indices
  Var example_loss;  // (B)
  Var loss;          // (1), the mean
};

// Outputs the task's target asks for under this loss. Throws Error when the two do not go together.
int output_width(const Chosen<LossDef>& loss, const TargetSpec& target);

// The loss that fits a target, for documents that name none.
Chosen<LossDef> default_loss(const TargetSpec& target);

// Records the experiment's model; every shape error is found here and names the layer.
// The experiment's loss must have been settled.
Network record_network(const Experiment& experiment, const InputSpec& input,
                       const TargetSpec& target, Parameters& parameters, int batch, bool inference);

}  // namespace lushan
