#pragma once

#include "nn/block.h"

namespace lushan {

// What max_pool2d and avg_pool2d have in common.
struct Pool2dOptions {
  int kernel = 2;
  int stride = 2;
  int padding = 0;

  void fields(Fields& f) {
    f.integer("kernel", kernel, {.min = 1, .max = 8});
    f.integer("stride", stride, {.min = 1, .max = 8});
    f.integer("padding", padding, {.min = 0, .max = 4});
  }
};

// image (B, C, H, W) -> (B, C, OH, OW) by one of the two ops. Throws Error on a padding of more
// than half the kernel: a window could then lie beside the image altogether.
Value pool2d(Graph& g, Value v, const OpDef& op, const Pool2dOptions& o);

}  // namespace lushan
