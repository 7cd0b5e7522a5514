// Compiled into the engine to refuse build flags that would change its results: determinism rests
// on 128-bit lanes with multiply and add rounded separately, natively and in WebAssembly alike;
// only the matrix product, each of whose sums is an element's own, knows wider ones.
#include <xsimd/xsimd.hpp>

static_assert(sizeof(xsimd::batch<float>) == 16, "the engine is defined for 128-bit lanes");
#if defined(__FMA__) || defined(__FMA4__)
#error "no fused multiply-add: build with -msse4.2, not -march=native"
#endif
#if defined(__FAST_MATH__)
#error "no -ffast-math: it reorders sums"
#endif
#if !defined(__SSE4_2__) && !defined(__wasm_simd128__)
#error "the engine is defined for SSE4.2 and WebAssembly SIMD"
#endif
