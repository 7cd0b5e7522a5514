#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "graph/graph.h"
#include "tensor/arena.h"

namespace lushan {

enum class PlanMode {
  inference,        // values only
  training,         // values and gradients
  input_gradients,  // gradients of the inputs as well
  probe,            // as training, but the parameters' gradients are the plan's own
};

// A graph made ready to run: every node has a fixed address for its value and one for its gradient
// in a single arena. Replaying takes no memory and checks nothing.
class Plan {
 public:
  // The parameters' memory must have been taken (Parameters::allocate). `token`: the input that
  // advance() goes on from, in a graph recorded to generate.
  Plan(Graph graph, PlanMode mode, Var token = {});
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  // What a plan of this graph takes, its copy of it included, without taking it.
  static std::uint64_t bytes(const Graph& graph, PlanMode mode);

  // Runs every node in order. Inputs must have been filled.
  void forward(const Replay& replay);

  // Runs only what depends on the token, for each but the first of a sequence.
  void advance(const Replay& replay);

  // What nodes keep of the sequence so far, to be put back for another continuation of it.
  std::size_t past_size() const;
  void copy_past(std::span<float> to) const;
  void restore_past(std::span<const float> from);

  // Clears all gradients, those of the parameters too, then runs backward from the scalar `loss`.
  // forward must have run. Gradients of parameters arrive in the store, a probe's in the plan.
  void backward(Var loss);

  // Where they arrive, laid out as Parameters::gradients().
  std::span<float> parameter_gradients() { return parameter_gradients_; }

  // What the gradient of one element of a parameter is the sum of, by the nodes where it takes
  // part; those of ops that do not tell have no terms. After backward.
  struct GradientShare {
    Var node;
    std::vector<GradientTerm> terms;
  };
  std::vector<GradientShare> gradient_shares(int parameter, std::size_t index) const;

  // The first node, in order of execution, that holds a NaN or an infinity; id -1 when all are
  // finite. Looks at the parameters first.
  Var first_non_finite() const;

  // Changes an attribute of a node that is read during replay, such as a dropout rate.
  void set_attribute(Var x, std::size_t slot, float value);

  const Graph& graph() const { return graph_; }

  // A node's numbers, row-major in its shape, where they stay as long as the plan lives.
  std::span<float> value(Var x);
  std::span<const float> value(Var x) const;
  std::span<float> gradient(Var x);  // empty where none is kept
  std::span<const float> gradient(Var x) const;

 private:
  struct Instruction {
    const OpDef* op;
    int node;
    OpCall call;
    // Gradients that it is the first to touch on the way back: to be cleared, or to be assigned.
    std::size_t cleared = 0, assigned = 0;
  };

  struct Layout;
  static Layout lay_out(const Graph&, PlanMode);

  void find_addresses(const Layout&);
  void write_forward(const Layout&);
  void write_advance(Var token);
  void write_backward(const Layout&);
  void find_fresh_gradients();

  Graph graph_;
  PlanMode mode_;
  Replay replay_;
  Arena memory_;
  std::span<float> parameter_gradients_;
  std::vector<float*> values_;           // by node
  std::vector<float*> gradient_of_;      // by node, null where none is kept
  std::vector<Instruction> forward_;     // in order of creation
  std::vector<Instruction> backward_;    // in reverse
  std::vector<Instruction> advance_;     // of forward_, those behind the token
  std::vector<std::span<float>> fresh_;  // gradients in the order in which backward_ touches them
  std::vector<std::span<float>> past_;   // values of the nodes that keep it
};

}  // namespace lushan
