#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "graph/plan.h"

namespace lushan {

// What a view can ask about a whole tensor without having it copied. Computed when the page looks,
// never in a step.
struct Summary {
  enum class Kind {
    // Of a node (B, U), (T, B, U) or (B, C, H, W), for each unit or channel over all the rest:
    // (U, 3), the least value, the greatest, and the least in size of those that are not zero (a
    // recurrence leaves zeros where a sequence has ended).
    ranges,
    // As "gates:4", the same of the gates of a cell that is recorded step by step: of a node
    // (T, 6 B, U), whose steps hold a state (B, U), four gates (B, 4 U) and one part more (B, U):
    // (4 U, 3).
    gates,
    // Of the same nodes, for each unit or channel: (U, 2), mean and standard deviation.
    moments,
    // Of a node (T, B, U): (T), the length of each step's gradient, averaged over the batch.
    flow,
    // Of all parameters in order of declaration: (P, 2), the lengths of value and gradient.
    norms,
  };

  Kind kind = Kind::norms;
  Var node;  // of the training plan
  Shape shape;
  std::vector<float> values;

  // name: "<kind>/<node>", or "norms". Kind and shape of what it asks for; a shape of
  // rank 0 when there is no such thing.
  static Summary of(std::string_view name, const Plan& train);

  // Fills the values from the plan's last step, which must be the plan it was made for. Takes no
  // memory.
  void compute(const Plan& train);
};

}  // namespace lushan
