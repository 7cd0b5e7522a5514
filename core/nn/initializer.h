#pragma once

#include <span>
#include <string_view>

#include "tensor/rng.h"

namespace lushan {

// Fills weights (fan_in, units). fan_in and fan_out: inputs and outputs of one unit; of weights of
// several gates, those of one.
using Fill = void(Rng&, std::span<float> w, int fan_in, int fan_out);

// How a weight starts.
struct InitializerDef {
  std::string_view name;
  Fill* fill;
};

std::span<const InitializerDef* const> initializers();  // initializers.def, in its order
std::span<const std::string_view> initializer_names();
const InitializerDef& initializer(std::string_view name);  // name must be one of the names

// The same for weights that lie unit by unit, (units, fan_in), as those of a convolution's channels
// and an embedding's tokens do.
Fill* fill_by_unit(const InitializerDef&);

}  // namespace lushan
