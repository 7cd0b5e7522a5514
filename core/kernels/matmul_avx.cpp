// Built for processors with AVX, which are asked for while the program runs: nothing here may call
// what other files share, but for templates of their own.
#include "kernels/matmul_panels.h"

#if defined(__AVX__)
#include "kernels/matmul_tile_simd.h"

namespace lushan::kernels {

void multiply_panels_avx(const Part& p, Storage a, int v, int m) {
  multiply_panels_as<xsimd::avx>(p, a, v, m);
}

void multiply_exchanged_avx(const Part& p, int m, int n) {
  multiply_exchanged_as<xsimd::avx>(p, m, n);
}

}  // namespace lushan::kernels
#endif
