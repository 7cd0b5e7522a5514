#pragma once

#include <span>
#include <vector>

#include "graph/plan.h"
#include "model/blueprint.h"

namespace lushan {

// One training step on one example, to be looked at: values forward, errors backward, and what the
// optimizer would make of every weight. The run goes on undisturbed: gradients, updated weights and
// optimizer state lie in memory of their own.
//
// The network is whole, as when it answers: dropout drops nothing and batch_norm goes by its
// running statistics, for one example has none of its own. A decoder reads the right answer.
class Probe {
 public:
  // The blueprint must outlive this, and its parameters have their memory. Throws Error when the
  // run would grow too large.
  explicit Probe(Blueprint& blueprint);

  // Takes the example from a plan of the blueprint's example network, runs forward and backward
  // with the present weights and computes their update. rate: of the next step; step: of the
  // optimizer.
  void run(const Plan& example, double rate, std::int64_t step);

  float loss() const { return plan_.value(network_.loss)[0]; }
  double gradient_norm() const { return gradient_norm_; }  // over all parameters, before clipping
  std::span<const float> updated(int parameter) const;     // its values after the step

  // Makes the step real: the store's values, gradients and optimizer state become this one's.
  void apply();

  Plan& plan() { return plan_; }
  const Plan& plan() const { return plan_; }

 private:
  Parameters& parameters_;
  Training& training_;
  const Network& network_;
  Plan plan_;
  std::vector<float> values_, gradients_;   // flat, after the update
  std::vector<std::vector<float>> states_;  // one array for each state of the greediest optimizer
  std::vector<float*> state_pointers_;
  double gradient_norm_ = 0;
};

}  // namespace lushan
