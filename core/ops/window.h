#pragma once

#include "graph/op.h"
#include "kernels/image.h"

namespace lushan {

// Attributes of ops with a sliding window: kernel, stride, padding, dilation in i[0] .. i[3].
inline kernels::Window window_of(const Attributes& attr) {
  return {attr.i[0], attr.i[1], attr.i[2], attr.i[3] > 0 ? attr.i[3] : 1};
}
inline kernels::Plane plane_of(const Shape& image) { return {image[2], image[3]}; }
inline int planes(const OpCall& c) { return c.in[0][0] * c.in[0][1]; }  // of images (B, C, H, W)
inline std::size_t cells_of(kernels::Plane p) {
  return static_cast<std::size_t>(p.height) * static_cast<std::size_t>(p.width);
}

// The plane that a window leaves of an image (B, C, H, W). Throws Error, with the remedy, when it
// does not fit.
kernels::Plane window_positions(const Shape& image, const Attributes& attr);

}  // namespace lushan
