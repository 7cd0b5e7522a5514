#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace lushan {

// FNV-1a with 64 bits: the same on every machine, and no protection against whoever wants a clash.
inline constexpr std::uint64_t fnv1a_start = 0xcbf29ce484222325u;

// Goes on from `hash`, so that a text can be hashed in parts.
constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = fnv1a_start) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

// The bytes of the numbers as they lie in memory, least significant first.
inline std::uint64_t fnv1a(std::span<const float> numbers, std::uint64_t hash = fnv1a_start) {
  return fnv1a({reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes()}, hash);
}

}  // namespace lushan
