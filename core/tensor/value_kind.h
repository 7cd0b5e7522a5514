#pragma once

#include <string_view>

namespace lushan {

// What flows from block to block, for one example: a vector {D} or an image {channels, height,
// width}.
enum class ValueKind { vector, image };

constexpr std::string_view name_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::vector: return "vector";
    case ValueKind::image: return "image";
  }
  return "";
}

}  // namespace lushan
