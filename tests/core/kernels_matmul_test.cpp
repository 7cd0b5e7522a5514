#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "kernels/matmul.h"
#include "kernels/matmul_panels.h"
#include "kernels/random.h"
#include "random_floats.h"

using namespace lushan;
using namespace lushan::kernels;

namespace {

struct Product {
  int m, n, k;
  bool transpose_a = false, transpose_b = false, accumulate = false, bias = false;
  int gap = 0;  // unused floats after each stored row

  std::string text() const {
    return std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k) +
           (transpose_a ? " ta" : "") + (transpose_b ? " tb" : "") + (accumulate ? " +=" : "") +
           (bias ? " bias" : "") + " gap " + std::to_string(gap);
  }
};

// Whole arrays are compared, gaps between C's rows and a border behind it included: a kernel that
// writes where it should not is found, too. Bits, not values: the order of the sum is specified.
bool same_bits_as_naive(const Product& t, Rng& rng) {
  MatmulArgs g{.m = t.m, .n = t.n, .k = t.k};
  g.transpose_a = t.transpose_a;
  g.transpose_b = t.transpose_b;
  g.accumulate = t.accumulate;
  g.lda = (t.transpose_a ? t.m : t.k) + t.gap;
  g.ldb = (t.transpose_b ? t.k : t.n) + t.gap;
  g.ldc = t.n + t.gap;
  const auto size = [](int rows, int row, int cols) {
    return static_cast<std::size_t>((rows - 1) * row + cols);
  };
  // exactly as long as needed, so that the address sanitizer sees a read beyond the last element
  const auto a = random_floats(rng, t.transpose_a ? size(t.k, g.lda, t.m) : size(t.m, g.lda, t.k));
  const auto b = random_floats(rng, t.transpose_b ? size(t.n, g.ldb, t.k) : size(t.k, g.ldb, t.n));
  const auto bias = random_floats(rng, static_cast<std::size_t>(t.n));
  auto c = random_floats(rng, size(t.m, g.ldc, t.n));
  auto expected = c, by_packed = c;
  g.a = a.data();
  g.b = b.data();
  g.bias = t.bias ? bias.data() : nullptr;

  std::vector<float> scratch(matmul_scratch(t.m, t.n, t.k));
  g.c = c.data();
  matmul(g, scratch.empty() ? nullptr : scratch.data());
  std::vector<float> packed(packed_size(t.n, t.k));
  pack(g, packed.data());
  g.c = by_packed.data();
  matmul_packed(g, packed.data());
  g.c = expected.data();
  naive::matmul(g);
  const auto is_expected = [&](const std::vector<float>& got) {
    return std::memcmp(got.data(), expected.data(), got.size() * sizeof(float)) == 0;
  };
  return is_expected(c) && is_expected(by_packed);
}

void check_all_forms(int m, int n, int k, Rng& rng) {
  for (int form = 0; form < 16; ++form) {
    const Product t{
        m, n, k, (form & 1) != 0, (form & 2) != 0, (form & 4) != 0, (form & 8) != 0, form % 3};
    INFO(t.text());
    CHECK(same_bits_as_naive(t, rng));
  }
}

// Panels of v batches by 1 .. 17 rows, their sums in order of k.
void check_panels(decltype(multiply_panels) multiply, int v, Storage stored, Rng& rng) {
  for (const int k : {1, 7, 8, 21}) {
    for (int m = 1; m <= 17; ++m) {
      const int count = 1 + m % 3, columns = 4 * v, n = count * columns;
      const auto a = random_floats(rng, static_cast<std::size_t>(m * k));
      const auto b = random_floats(rng, static_cast<std::size_t>(n * k));
      const auto start = random_floats(rng, static_cast<std::size_t>(n));
      std::vector<float> c(static_cast<std::size_t>(m * n)), expected = c;
      multiply({.k = k,
                .a = a.data(),
                .a_stride = stored == Storage::rows ? k : m,
                .b = b.data(),
                .b_step = columns,
                .start = start.data(),
                .start_row = 0,
                .c = c.data(),
                .c_row = n,
                .panels = count,
                .b_panel = columns * k},
               stored, v, m);
      for (int i = 0; i < m; ++i) {
        for (int j = 0; j < n; ++j) {
          float& sum = expected[static_cast<std::size_t>(i * n + j)];
          sum = start[static_cast<std::size_t>(j)];
          for (int p = 0; p < k; ++p) {
            const int in_a = stored == Storage::rows ? i * k + p : p * m + i;
            const int in_b = j / columns * columns * k + p * columns + j % columns;
            sum += a[static_cast<std::size_t>(in_a)] * b[static_cast<std::size_t>(in_b)];
          }
        }
      }
      CAPTURE(v, k, m);
      REQUIRE(std::memcmp(c.data(), expected.data(), c.size() * sizeof(float)) == 0);
    }
  }
}

// Products whose rows and columns are exchanged, against those whose are not; B packed or in place.
void check_exchanged(decltype(multiply_exchanged) multiply, int m, int n, Rng& rng) {
  for (const int k : {1, 7, 8, 21}) {
    const auto a = random_floats(rng, static_cast<std::size_t>(m * k));
    const auto b = random_floats(rng, static_cast<std::size_t>(n * k));
    std::vector<float> expected(static_cast<std::size_t>(m * n)), packed, c, by_packed;
    naive::matmul({.a = a.data(),
                   .b = b.data(),
                   .c = expected.data(),
                   .m = m,
                   .n = n,
                   .k = k,
                   .lda = k,
                   .ldb = n,
                   .ldc = n});
    std::vector<float> exchanged(expected.size());
    for (int i = 0; i < m; ++i) {
      for (int j = 0; j < n; ++j) {
        exchanged[static_cast<std::size_t>(j * m + i)] =
            expected[static_cast<std::size_t>(i * n + j)];
      }
    }
    for (int j = 0; j < n; j += 8) {
      const float* const from = b.data() + std::min(j, n - 8);
      for (int p = 0; p < k; ++p) packed.insert(packed.end(), from + p * n, from + p * n + 8);
    }
    c = by_packed = std::vector<float>(expected.size());
    Part part{.k = k,
              .a = a.data(),
              .a_stride = k,
              .b = b.data(),
              .b_step = n,
              .start = nullptr,
              .start_row = 0,
              .c = c.data(),
              .c_row = m};
    multiply(part, m, n);
    part.b = packed.data();
    part.b_step = 8;
    part.c = by_packed.data();
    multiply(part, m, n);
    CAPTURE(m, n, k);
    REQUIRE(std::memcmp(c.data(), exchanged.data(), c.size() * sizeof(float)) == 0);
    REQUIRE(std::memcmp(by_packed.data(), exchanged.data(), c.size() * sizeof(float)) == 0);
  }
}

}  // namespace

TEST_CASE("exchanged rows and columns have the same bits in registers of every size", "[kernels]") {
  Rng rng(13, "exchanged");
  for (const int m : {4, 5, 7, 8, 13}) {
    for (const int n : {8, 9, 15, 16, 20}) {
      check_exchanged(multiply_exchanged, m, n, rng);
#if !defined(__wasm__)
      if (__builtin_cpu_supports("avx")) check_exchanged(multiply_exchanged_avx, m, n, rng);
#endif
    }
  }
}

TEST_CASE("panels of every width have the same bits in registers of every size", "[kernels]") {
  Rng rng(12, "panels");
  for (const int v : {1, 2, 3, 4, 8}) {
    for (const Storage stored : {Storage::rows, Storage::columns}) {
      check_panels(multiply_panels, v, stored, rng);
#if !defined(__wasm__)
      if (__builtin_cpu_supports("avx")) check_panels(multiply_panels_avx, v, stored, rng);
#endif
    }
  }
}

TEST_CASE("matmul gives the bits of the naive product around tile sizes", "[kernels]") {
  Rng rng(1, "matmul");
  for (const int m : {1, 2, 3, 4, 5, 6, 8, 9, 10, 11}) {
    for (const int n : {1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17}) {
      for (const int k : {1, 2, 3, 4, 5, 8, 9}) check_all_forms(m, n, k, rng);
    }
  }
}

TEST_CASE("matmul gives the bits of the naive product for the shapes of layers", "[kernels]") {
  Rng rng(2, "matmul");
  const int shapes[][3] = {{10, 8, 2},     {10, 8, 8},     {10, 1, 8},   {8, 1, 10},
                           {32, 128, 784}, {784, 128, 32}, {32, 10, 64}, {64, 10, 32},
                           {1, 128, 300},  {2, 130, 257},  {3, 1, 1000}, {1, 3, 1000},
                           {40, 3, 300},   {300, 2, 9},    {600, 1, 40}, {1, 600, 40}};
  for (const auto& s : shapes) check_all_forms(s[0], s[1], s[2], rng);
}

TEST_CASE("matmul gives the bits of the naive product where blocks end", "[kernels]") {
  Rng rng(3, "matmul");
  const int shapes[][3] = {{64, 64, 64},   {33, 63, 65},  {17, 31, 257},
                           {13, 515, 19},  {6, 513, 256}, {130, 24, 258},
                           {7, 1029, 513}, {125, 517, 9}, {131, 40, 300}};
  for (const auto& s : shapes) check_all_forms(s[0], s[1], s[2], rng);
}

TEST_CASE("matmul gives the bits of the naive product for random shapes", "[kernels]") {
  Rng rng(4, "matmul");
  for (int i = 0; i < 60; ++i) {
    const int limit = i % 2 == 0 ? 24 : 120;
    const int m = 1 + rng.below(limit), n = 1 + rng.below(limit), k = 1 + rng.below(2 * limit);
    check_all_forms(m, n, k, rng);
  }
}

TEST_CASE("matmul gives the bits of the naive product for rows that lie far apart", "[kernels]") {
  Rng rng(5, "matmul");
  for (int i = 0; i < 60; ++i) {
    Product t{.m = 8 + rng.below(40), .n = 4 + rng.below(60), .k = 8 + rng.below(70)};
    t.accumulate = i % 2 != 0;
    t.bias = i % 3 != 0;
    t.gap = (1024 << rng.below(2)) - t.n;
    INFO(t.text());
    CHECK(same_bits_as_naive(t, rng));
  }
}

TEST_CASE("matmul computes a product known by hand", "[kernels]") {
  const float a[] = {1, 2, 3, 4, 5, 6}, b[] = {7, 8, 9, 10, 11, 12}, bias[] = {100, 200};
  float c[4] = {1, 1, 1, 1};
  matmul({.a = a,
          .b = b,
          .c = c,
          .m = 2,
          .n = 2,
          .k = 3,
          .lda = 3,
          .ldb = 2,
          .ldc = 2,
          .accumulate = true,
          .bias = bias},
         nullptr);
  CHECK(std::vector<float>(c, c + 4) == std::vector<float>{159, 265, 240, 355});
}

TEST_CASE("a product split by rows has the bits of the whole", "[kernels]") {
  Rng rng(5, "matmul");
  const int m = 37, n = 70, k = 300;
  const auto a = random_floats(rng, m * k), b = random_floats(rng, n * k);
  std::vector<float> whole(m * n), parts(m * n), scratch(matmul_scratch(m, n, k));
  MatmulArgs g{.a = a.data(),
               .b = b.data(),
               .c = whole.data(),
               .m = m,
               .n = n,
               .k = k,
               .lda = k,
               .ldb = k,
               .ldc = n,
               .transpose_b = true};
  matmul(g, scratch.data());
  for (int row = 0; row < m; row += 9) {
    g.a = a.data() + row * k;
    g.c = parts.data() + row * n;
    g.m = std::min(9, m - row);
    matmul(g, scratch.data());
  }
  CHECK(parts == whole);
}
