#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "graph/graph.h"
#include "tensor/arena.h"

namespace lushan {

enum class PlanMode {
  inference,        // values only
  training,         // values and gradients
  input_gradients,  // gradients of the inputs as well
};

// A graph made ready to run: every node has a fixed address for its value and one for its gradient
// in a single arena. Replaying takes no memory and checks nothing.
class Plan {
 public:
  // The parameters' memory must have been taken (Parameters::allocate).
  Plan(Graph graph, PlanMode mode);
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  // What a plan of this graph takes, without taking it.
  static std::size_t bytes(const Graph& graph, PlanMode mode);

  // Runs every node in order. Inputs must have been filled.
  void forward(const Replay& replay);

  // Clears all gradients, those of the parameters too, then runs backward from the scalar `loss`.
  // forward must have run. Gradients of parameters arrive in the store.
  void backward(Var loss);

  // The first node, in order of execution, that holds a NaN or an infinity; id -1 when all are
  // finite. Looks at the parameters first.
  Var first_non_finite() const;

  // Changes an attribute of a node that is read during replay, such as a dropout rate.
  void set_attribute(Var x, std::size_t slot, float value);

  const Graph& graph() const { return graph_; }
  std::span<float> value(Var x);
  std::span<const float> value(Var x) const;
  std::span<float> gradient(Var x);  // empty where none is kept
  std::span<const float> gradient(Var x) const;

 private:
  struct Instruction {
    const OpDef* op;
    int node;
    OpCall call;
  };

  Graph graph_;
  PlanMode mode_;
  Replay replay_;
  Arena memory_;
  std::span<float> gradients_;         // of all nodes but the parameters
  std::vector<float*> values_;         // by node
  std::vector<float*> gradient_of_;    // by node, null where none is kept
  std::vector<Instruction> forward_;   // in order of creation
  std::vector<Instruction> backward_;  // in reverse
};

}  // namespace lushan
