#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace lushan {

// Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as
// easy as 1, 2, 3"). The key is the seed; the upper half of the counter is a hash of the stream's
// name, the lower half counts blocks of four words. So streams of one seed are independent, and the
// whole state is one number that can be saved and restored.
class Rng {
 public:
  Rng(std::uint64_t seed, std::string_view stream);

  std::uint32_t next_u32();
  float uniform();                    // [0, 1), 24 random bits
  float uniform(float lo, float hi);  // [lo, hi); rounding can give hi when the interval is coarse
  int below(int n);                   // 0 .. n-1, unbiased; n >= 1

  std::uint64_t position() const { return position_; }  // words drawn so far
  void seek(std::uint64_t position);                    // continue as if that many had been drawn

 private:
  void refill();

  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 2> stream_;
  std::array<std::uint32_t, 4> block_{};
  std::uint64_t position_ = 0;
};

// The seed of the n-th step or epoch of a run: 2^64 over the golden ratio apart, so that runs whose
// seeds are near do not meet.
constexpr std::uint64_t seed_of(std::uint64_t seed, std::uint64_t n) {
  return seed + n * 0x9e3779b97f4a7c15u;
}

// The generator's bijection of 128-bit counters, ten rounds.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key);

// Uniformly random order (Fisher and Yates, from the back).
void shuffle(Rng&, std::span<int>);

}  // namespace lushan
