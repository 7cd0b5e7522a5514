#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lushan {

// The CRC-32 of zip and PNG (ITU-T V.42). crc32(crc32(0, a), b) is that of a and b together.
std::uint32_t crc32(std::uint32_t crc, std::span<const std::byte> bytes);

}  // namespace lushan
