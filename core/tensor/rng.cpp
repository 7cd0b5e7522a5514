#include "tensor/rng.h"

#include <utility>

#include "tensor/hash.h"

namespace lushan {
namespace {

std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

// FNV-1a, then the finalizer of MurmurHash3: short names that differ in one letter must not give
// near counters.
std::uint64_t hash(std::string_view text) {
  std::uint64_t h = fnv1a(text);
  h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
  h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
  return h ^ (h >> 33);
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> c,
                                        std::array<std::uint32_t, 2> k) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53u} * c[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57u} * c[2];
    c = {high(p1) ^ c[1] ^ k[0], low(p1), high(p0) ^ c[3] ^ k[1], low(p0)};
    k[0] += 0x9E3779B9u;
    k[1] += 0xBB67AE85u;
  }
  return c;
}

Rng::Rng(std::uint64_t seed, std::string_view stream)
    : key_{low(seed), high(seed)}, stream_{low(hash(stream)), high(hash(stream))} {}

void Rng::refill() {
  const std::uint64_t counter = position_ / 4;
  block_ = philox4x32({low(counter), high(counter), stream_[0], stream_[1]}, key_);
}

std::uint32_t Rng::next_u32() {
  if (position_ % 4 == 0) refill();
  return block_[position_++ % 4];
}

void Rng::seek(std::uint64_t position) {
  position_ = position;
  if (position_ % 4 != 0) refill();
}

float Rng::uniform() { return static_cast<float>(next_u32() >> 8) * 0x1p-24f; }

float Rng::uniform(float lo, float hi) { return lo + (hi - lo) * uniform(); }

// Lemire 2019, "Fast random integer generation in an interval".
int Rng::below(int n) {
  const auto range = static_cast<std::uint32_t>(n);
  std::uint64_t product = std::uint64_t{next_u32()} * range;
  if (low(product) < range) {
    const std::uint32_t threshold = (0u - range) % range;
    while (low(product) < threshold) product = std::uint64_t{next_u32()} * range;
  }
  return static_cast<int>(high(product));
}

void shuffle(Rng& rng, std::span<int> items) {
  for (std::size_t n = items.size(); n > 1; --n) {
    std::swap(items[n - 1], items[static_cast<std::size_t>(rng.below(static_cast<int>(n)))]);
  }
}

}  // namespace lushan
