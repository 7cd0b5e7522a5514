#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/experiment.h"

namespace lushan {

// The data of an experiment, for another program to train on, as a safetensors file:
//
//   train/x, train/target   all training rows as the network takes them
//   test/x, test/target     the held-out rows
//   batches                 (steps, batch) the training rows of each step's batch
//   x/<k>                   step k's batch, from 1, where the task moves its pictures at random
//
// Tokens and sequences lie step by step, (T, N) and (T, N, D), all else row by row, (N, ...);
// targets as the loss takes them. The experiment, every field written out, and what its task is
// (describe.h) are its metadata. Throws Error as Session does, and when so many steps are too much
// for a file.
std::vector<std::byte> write_data(Experiment experiment, std::span<const std::byte> asset,
                                  int steps);

}  // namespace lushan
