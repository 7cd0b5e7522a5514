#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lushan {

inline constexpr int picture_side = 28;
inline constexpr int picture_pixels = picture_side * picture_side;

struct PictureFile {
  std::vector<std::uint8_t> labels;  // (N), 0 to 9
  std::vector<std::uint8_t> pixels;  // (N, 28, 28), 0 paper to 255 ink
};

// Reads what scripts/data/pictures.mjs packed; its head describes the format. The bytes are
// trusted in nothing: counts are bounded before memory is taken, and the checksum must match.
PictureFile read_pictures(std::span<const std::byte> file);

}  // namespace lushan
