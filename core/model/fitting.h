#pragma once

#include <string>
#include <vector>

#include "model/experiment.h"
#include "nn/refusal.h"
#include "tasks/task.h"

namespace lushan {

// The end of a sentence, "it would fit with train.batch 37", and the edits that do it.
struct Fit {
  std::string sentence;
  std::vector<Remedy> edits = {};
};

// The remedy for a run that is too large at this batch, tried out and not guessed: the largest
// batch at which it fits; else by what to divide the layers' widths; else the length of sequences.
Fit what_would_fit(const Experiment& experiment, const Dataset& data, int batch);

}  // namespace lushan
