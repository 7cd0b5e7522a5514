#pragma once

#include <span>
#include <string_view>

#include "tensor/rng.h"

namespace lushan {

// How a weight starts. fan_in and fan_out: inputs and outputs of one unit.
struct InitializerDef {
  std::string_view name;
  void (*fill)(Rng&, std::span<float> w, int fan_in, int fan_out);
};

std::span<const InitializerDef* const> initializers();  // initializers.def, in its order
std::span<const std::string_view> initializer_names();
const InitializerDef& initializer(std::string_view name);  // name must be one of the names

}  // namespace lushan
