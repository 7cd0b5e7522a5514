#pragma once

#include "model/network.h"

namespace lushan {

// A model told to a page: the experiment with every default written out, each layer's shapes,
// parameters and operations, all named nodes, memory, and the task's input and target.
// bytes: what the run takes in all.
Json describe(const Experiment& experiment, const Network& network, const Dataset& data,
              std::size_t bytes);

Json extents(const Shape& shape);  // [32, 10]

}  // namespace lushan
