#pragma once

#include <cstddef>

// What becomes of the steps of a sequence when they are pooled: rows of n floats.
namespace lushan::kernels {

// The mean of `count` steps from their sum, in place, and the gradient of each: dx += dy / count.
void divide(float* sum, float count, std::size_t n);
void add_share(const float* dy, float count, float* dx, std::size_t n);

// The greatest of the steps, taken one after the other. `chosen` holds the step that each element
// came from; the first of equals stays. Backward: dx += dy where the step was chosen.
void take_greater(const float* x, float step, float* greatest, float* chosen, std::size_t n);
void take_greater_backward(const float* dy, float step, const float* chosen, float* dx,
                           std::size_t n);

}  // namespace lushan::kernels
