#pragma once

#include <string_view>

#include "tensor/shape.h"

namespace lushan {

// What flows from block to block, for one example: a vector {D}, an image {channels, height,
// width}, T tokens {T} (indices into a vocabulary) or a sequence {T, D} of vectors.
enum class ValueKind { vector, image, tokens, sequence };

constexpr std::string_view name_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::vector: return "vector";
    case ValueKind::image: return "image";
    case ValueKind::tokens: return "tokens";
    case ValueKind::sequence: return "sequence";
  }
  return "";
}

// Whether a batch is laid out step by step, (T, B, ...), so that a time step is one run of memory.
constexpr bool time_major(ValueKind kind) {
  return kind == ValueKind::tokens || kind == ValueKind::sequence;
}

// The shape of B examples, and back: {D} <-> (B, D), {T, D} <-> (T, B, D).
Shape batched(ValueKind kind, const Shape& example, int batch);
Shape example_shape(ValueKind kind, const Shape& batched);
int batch_of(ValueKind kind, const Shape& batched);

}  // namespace lushan
