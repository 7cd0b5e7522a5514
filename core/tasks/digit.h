#pragma once

#include <span>
#include <vector>

namespace lushan {

inline constexpr int digit_side = 28;
inline constexpr int digit_pixels = digit_side * digit_side;

// Turns a drawing into what MNIST holds (LeCun, Cortes, Burges: the data set's page): cut to the
// ink, scaled to fit 20x20 with its aspect ratio kept and its edges averaged, and moved so that the
// centre of mass lies in the middle of 28x28. pixels (height, width): 0 paper, 1 ink. Throws Error
// when there is no ink.
std::vector<float> normalize_digit(std::span<const float> pixels, int width, int height);

}  // namespace lushan
