#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lushan {

struct DigitFile {
  std::vector<std::uint8_t> labels;  // (N), 0 to 9
  std::vector<std::uint8_t> pixels;  // (N, 28, 28), 0 paper to 255 ink
};

// Reads what scripts/data/pack-mnist.mjs wrote; its head describes the format. The bytes are
// trusted in nothing: counts are bounded before memory is taken, and the checksum must match.
DigitFile read_digits(std::span<const std::byte> file);

}  // namespace lushan
