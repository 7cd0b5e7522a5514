#pragma once

#include <cstddef>
#include <limits>
#include <xsimd/xsimd.hpp>

// The lanes every kernel is written in. Only the .cpp files of this folder include this.
namespace lushan::kernels {

// Four floats: wider registers would change the order of sums, but for products of matrices.
#if defined(__wasm_simd128__)
using Lanes = xsimd::wasm;
#else
using Lanes = xsimd::sse4_2;
#endif
using Batch = xsimd::batch<float, Lanes>;
using IntBatch = xsimd::batch<std::int32_t, Lanes>;
using Mask = xsimd::batch_bool<float, Lanes>;
inline constexpr std::size_t lanes = Batch::size;
inline constexpr float minus_infinity = -std::numeric_limits<float>::infinity();

inline Batch load(const float* p) { return Batch::load_unaligned(p); }
inline void store(float* p, Batch v) { v.store_unaligned(p); }

// The first count (1 to 3) elements, the other lanes holding `rest`. Not by way of an array: a
// vector load waits for the narrower stores before it to reach the cache.
inline Batch load_first(const float* p, std::size_t count, float rest = 0.0f) {
  switch (count) {
    case 1: return Batch(p[0], rest, rest, rest);
    case 2: return Batch(p[0], p[1], rest, rest);
    default: return Batch(p[0], p[1], p[2], rest);
  }
}
inline void store_first(float* p, Batch v, std::size_t count) {
  alignas(16) float lane[lanes];
  v.store_aligned(lane);
  for (std::size_t i = 0; i < count; ++i) p[i] = lane[i];
}

// min and max that keep a NaN in x, in one instruction. SSE returns the second operand when either
// is NaN, WebAssembly's pmin and pmax the first.
#if defined(__wasm_simd128__)
inline Batch at_most(Batch x, Batch limit) { return xsimd::min(x, limit); }
inline Batch at_least(Batch x, Batch limit) { return xsimd::max(x, limit); }
#else
inline Batch at_most(Batch x, Batch limit) { return xsimd::min(limit, x); }
inline Batch at_least(Batch x, Batch limit) { return xsimd::max(limit, x); }
#endif

// Lanes added in index order. xsimd::reduce_add pairs them differently from platform to platform.
inline float add_lanes(Batch v) {
  alignas(16) float lane[lanes];
  v.store_aligned(lane);
  return ((lane[0] + lane[1]) + lane[2]) + lane[3];
}
inline float max_lane(Batch v) {
  alignas(16) float lane[lanes];
  v.store_aligned(lane);
  float m = lane[0];
  for (std::size_t i = 1; i < lanes; ++i) m = (lane[i] > m || lane[i] != lane[i]) ? lane[i] : m;
  return m;
}

// Batches to a turn of a loop whose batches take a few instructions each. V8 asks at every turn
// whether to stop, which takes as long as they do; a copy is 2.5 times as fast so.
inline constexpr int unrolled = 4;
#if defined(__wasm__)
#define LUSHAN_PRAGMA(text) _Pragma(#text)
#define LUSHAN_UNROLL_BATCHES(turn) LUSHAN_PRAGMA(clang loop unroll_count(turn))
#else
#define LUSHAN_UNROLL_BATCHES(turn)
#endif

// f over whole batches, then over the rest padded to one: an element's result is the same wherever
// it stands. f of a few instructions: map<unrolled>.
template <int Turn = 1, class F>
inline void map(const float* x, float* y, std::size_t n, F f) {
  std::size_t i = 0;
  LUSHAN_UNROLL_BATCHES(Turn)
  for (; i + lanes <= n; i += lanes) store(y + i, f(load(x + i)));
  if (i < n) store_first(y + i, f(load_first(x + i, n - i)), n - i);
}
template <int Turn = 1, class F>
inline void map(const float* a, const float* b, float* y, std::size_t n, F f) {
  std::size_t i = 0;
  LUSHAN_UNROLL_BATCHES(Turn)
  for (; i + lanes <= n; i += lanes) store(y + i, f(load(a + i), load(b + i)));
  if (i < n) store_first(y + i, f(load_first(a + i, n - i), load_first(b + i, n - i)), n - i);
}
template <int Turn = 1, class F>
inline void map(const float* a, const float* b, const float* c, float* y, std::size_t n, F f) {
  std::size_t i = 0;
  LUSHAN_UNROLL_BATCHES(Turn)
  for (; i + lanes <= n; i += lanes) store(y + i, f(load(a + i), load(b + i), load(c + i)));
  if (i < n) {
    const std::size_t r = n - i;
    store_first(y + i, f(load_first(a + i, r), load_first(b + i, r), load_first(c + i, r)), r);
  }
}

}  // namespace lushan::kernels
