#pragma once

#include <span>
#include <string_view>

#include "graph/op.h"

namespace lushan {

// An op's samples are no part of its OpDef: a program that does not ask for them is linked without
// them, and so the page's engine is shorter.
#define LUSHAN_OP(id)         \
  extern const OpDef op_##id; \
  std::vector<Sample> samples_##id();
#include "ops/ops.def"
#undef LUSHAN_OP

std::span<const OpDef* const> ops();          // ops.def, in its order
std::span<const OpDef* const> activations();  // the ACTIVATION lines among them
std::span<const std::string_view> activation_names();
const OpDef& activation(std::string_view name);  // name must be one of the names

}  // namespace lushan
