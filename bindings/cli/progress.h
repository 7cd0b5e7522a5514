#pragma once

#include <chrono>

#include "train/session.h"

namespace lushan::cli {

// A line on standard error that says how far a run is; none when that is no terminal.
class Progress {
 public:
  Progress(std::int64_t steps, bool wanted);

  // Draws at most ten times a second. accuracy: on held-out rows; NaN for tasks without classes.
  void show(const Session& session, double steps_per_second, double loss, double accuracy);
  void clear();

 private:
  std::int64_t steps_;
  bool visible_;
  std::chrono::steady_clock::time_point drawn_{};
};

}  // namespace lushan::cli
