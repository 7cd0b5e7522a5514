#pragma once

#include "graph/op.h"

namespace lushan {

// An op y = f(x), element by element.
constexpr OpDef activation_op(std::string_view name, void (*forward)(const OpCall&),
                              void (*backward)(const OpCall&)) {
  return {.name = name, .arity = 1, .infer = same_shape, .forward = forward, .backward = backward};
}

// Both sides of zero, with a remainder after the last group of four lanes.
inline std::vector<Sample> smooth_sample() {
  return {{.inputs = {{.shape = {3, 5}, .low = -4, .high = 4}}}};
}

// The same, for functions that are bent at zero.
inline std::vector<Sample> bent_sample() {
  return {{.inputs = {{.shape = {3, 5}, .low = -4, .high = 4, .kinks = {0}}}}};
}

}  // namespace lushan
