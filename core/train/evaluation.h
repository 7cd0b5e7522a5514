#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "graph/plan.h"
#include "model/network.h"
#include "train/batches.h"

namespace lushan {

// What a network makes of a run of rows.
struct Evaluation {
  double loss = 0;
  double accuracy = 0;            // of classes; NaN for values
  int count = 0;                  // rows looked at
  int width = 0;                  // outputs
  std::vector<float> prediction;  // (count, width), as a person reads it: probabilities or values
  std::vector<float> loss_of;     // (count)
  std::vector<float> confusion;   // (classes, classes), rows are the truth; empty for values
};

// Replays a plan for inference over rows of the data, in chunks of its batch.
class Evaluator {
 public:
  // The plan must be the network's; all four must outlive this.
  Evaluator(const Network& network, Plan& plan, const Dataset& data, const Batches& batches);

  // Rows [first, first + count). `out` keeps its memory from call to call.
  void evaluate(int first, int count, Evaluation& out);

  // The mean loss alone.
  double loss(int first, int count);

  // Replays the plan over the rows, calling f(rows) after each chunk: the first `rows` rows of the
  // plan's nodes are then those of the chunk.
  template <class F>
  void each_chunk(int first, int count, F f) {
    for (int begin = 0; begin < count; begin += chunk_) {
      const int rows = std::min(chunk_, count - begin);
      replay(first + begin, rows);
      f(rows);
    }
  }

 private:
  void replay(int first, int rows);

  const Network& network_;
  Plan& plan_;
  const Dataset& data_;
  const Batches& batches_;
  int chunk_;  // the plan's batch
};

}  // namespace lushan
