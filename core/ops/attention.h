#pragma once

#include <string>

#include "graph/op.h"
#include "kernels/attention.h"
#include "tensor/error.h"

// What the ops of attention share: attribute i[0] holds the heads, and i[1] is 1 in a graph that
// generates token by token, where the one query stands at Replay::position.
namespace lushan {

inline int first_query(const OpCall& c) { return c.attr.i[1] != 0 ? c.replay->position : 0; }

// Of q (T,B,D) and k (S,B,D).
inline kernels::Heads heads_of(const Shape& q, const Shape& k, const Attributes& attr) {
  const int heads = attr.i[0];
  return {.queries = q[0], .keys = k[0], .batch = q[1], .heads = heads, .width = q[2] / heads};
}

// Of scores or weights (B,H,T,S), when a head is `width` wide.
inline kernels::Heads heads_of(const Shape& scores, int width) {
  return {.queries = scores[2],
          .keys = scores[3],
          .batch = scores[0],
          .heads = scores[1],
          .width = width};
}

inline void check_heads(const Shape& x, const Attributes& attr) {
  if (x.rank() != 3)
    throw Error("expects a sequence, steps by examples by width, and got " + x.text() + ".");
  if (x[2] % attr.i[0] != 0) {
    throw Error("a width of " + std::to_string(x[2]) + " does not divide into " +
                std::to_string(attr.i[0]) + " heads; choose as many as divide it.");
  }
}

inline void check_matrices(const Shape& x) {
  if (x.rank() != 4) {
    throw Error("expects a matrix of every example and head, and got " + x.text() + ".");
  }
}

}  // namespace lushan
