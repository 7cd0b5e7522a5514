#pragma once

#include <array>
#include <string_view>

namespace lushan {

// The columns that the features op can make of one or two inputs, in its order of output. Bit k of
// its attribute i[0] asks for column k. Names are those of the block's options.
enum Feature {
  feature_x1,
  feature_x2,
  feature_x1_squared,
  feature_x2_squared,
  feature_x1_x2,
  feature_sin_x1,
  feature_sin_x2,
  feature_count
};

inline constexpr std::array<std::string_view, feature_count> feature_names = {
    "x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"};

// Whether the column reads the second input.
constexpr bool needs_x2(int feature) {
  return feature == feature_x2 || feature == feature_x2_squared || feature == feature_x1_x2 ||
         feature == feature_sin_x2;
}

}  // namespace lushan
