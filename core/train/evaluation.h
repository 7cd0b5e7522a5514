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
  double accuracy = 0;    // of classes, or of single tokens; NaN for values
  double exact = 0;       // share of answers right in every token; NaN for others
  double perplexity = 0;  // exp(loss) of tokens; NaN for others
  int count = 0;          // rows looked at
  int width = 0;          // outputs, or tokens of an answer
  // (count, width), as a person reads it: probabilities, values, or the likeliest tokens
  std::vector<float> prediction;
  std::vector<float> loss_of;    // (count); of tokens the mean over an answer
  std::vector<float> confusion;  // (classes, classes), rows are the truth; empty for values
};

// Replays a plan for inference over rows of the data, in chunks of its batch.
class Evaluator {
 public:
  // The plan must be the network's; all four must outlive this.
  Evaluator(const Network& network, Plan& plan, const Dataset& data, const Batches& batches);

  // Rows [first, first + count). `out` keeps its memory from call to call.
  void evaluate(int first, int count, Evaluation& out);

  // The mean loss alone, over examples or, of tokens, over all that count.
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
  void evaluate_tokens(int first, int count, Evaluation& out);

  const Network& network_;
  Plan& plan_;
  const Dataset& data_;
  const Batches& batches_;
  int chunk_;  // the plan's batch
};

}  // namespace lushan
