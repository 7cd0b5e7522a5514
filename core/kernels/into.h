#pragma once

namespace lushan::kernels {

// Where a gradient goes: added to what is there, or in its place where nothing is yet. Null: it is
// not wanted.
struct Into {
  Into(float* where, bool adds = true) : at(where), add(adds) {}

  float* at;
  bool add;
};

}  // namespace lushan::kernels
