#pragma once

#include <cstddef>

// A part of the matrix product, between what divides it up (matmul.cpp) and the register tiles.
namespace lushan::kernels {

// How A lies in memory: element (i,p) at a[i stride + p] or at a[i + p stride].
enum class Storage { rows, columns };

// Rows of C by `panels` panels of equally many columns side by side. B's element (p,j) of the first
// panel lies at b[p b_step + j], that of the next b_panel further on. The sums start from `start`,
// or from 0 if it is null.
struct Part {
  int k;
  const float* a;
  std::ptrdiff_t a_stride;
  const float* b;
  std::ptrdiff_t b_step;
  const float* start;
  std::ptrdiff_t start_row;
  float* c;
  std::ptrdiff_t c_row;
  int panels = 1;
  std::ptrdiff_t b_panel = 0;

  [[gnu::always_inline]] void skip_rows(std::ptrdiff_t rows, Storage s) {
    a += rows * (s == Storage::rows ? a_stride : 1);
    c += rows * c_row;
    if (start) start += rows * start_row;
  }
};

// m rows by p.panels panels of 4 v columns: v is 1, 2, 3, 4 or 8. In registers of 128 bits, and of
// 256 for processors with AVX: each element's sum is its own, so its bits are the same.
void multiply_panels(const Part& p, Storage a, int v, int m);
void multiply_panels_avx(const Part& p, Storage a, int v, int m);

// m >= 4 rows by n >= 8 columns from 0 on, A's rows contiguous, with rows and columns of C
// exchanged: element (i,j) goes to c[j c_row + i]. B in place, or its panels of 8 columns packed
// one after the other, the last from column n - 8 on (b_step 8).
void multiply_exchanged(const Part& p, int m, int n);
void multiply_exchanged_avx(const Part& p, int m, int n);

}  // namespace lushan::kernels
