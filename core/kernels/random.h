#pragma once

#include <span>

#include "tensor/rng.h"

namespace lushan::kernels {

void fill_uniform(Rng&, std::span<float> x, float lo, float hi);  // one word an element

// Box and Muller 1958, four pairs at a time: every eight values, or what is left of them, take
// eight words. No value lies further than 5.8 standard deviations from the mean.
void fill_normal(Rng&, std::span<float> x, float mean, float deviation);

// 0 with probability rate, else 1 / (1 - rate); 0 <= rate < 1. One word an element.
void dropout_mask(Rng&, float rate, float* mask, std::size_t n);

}  // namespace lushan::kernels
