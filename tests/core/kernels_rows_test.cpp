// Kernels that work row by row or step by step against their naive twins.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>

#include "kernels/additive.h"
#include "kernels/image.h"
#include "kernels/matmul.h"
#include "kernels/normalize.h"
#include "kernels/reduce.h"
#include "random_floats.h"
#include "tensor/rng.h"

using namespace lushan;
using Catch::Matchers::WithinAbs;

TEST_CASE("kernels: normalized rows are those of the naive twin", "[kernels]") {
  const int cols = GENERATE(1, 3, 4, 5, 8, 17, 64);
  const bool centered = GENERATE(true, false);
  const bool affine = GENERATE(true, false);
  constexpr int rows = 3;
  Rng rng(5, "rows");
  const auto x = random_floats(rng, rows * cols), gamma = random_floats(rng, cols),
             beta = random_floats(rng, cols);
  std::vector<float> y(x.size()), expected(x.size()), stats(2 * rows);
  const float* g = affine ? gamma.data() : nullptr;
  const float* b = affine && centered ? beta.data() : nullptr;
  kernels::normalize_rows(x.data(), g, b, y.data(), stats.data(), rows, cols, 1e-3f, centered);
  kernels::naive::normalize_rows(x.data(), g, b, expected.data(), rows, cols, 1e-3f, centered);
  for (std::size_t i = 0; i < y.size(); ++i) CHECK_THAT(y[i], WithinAbs(expected[i], 2e-6));
}

TEST_CASE("kernels: long rows far from zero are normalized without losing digits", "[kernels]") {
  constexpr int cols = 6000;
  Rng rng(5, "long");
  auto x = random_floats(rng, cols);
  for (float& v : x) v += 7;
  std::vector<float> y(x.size()), expected(x.size()), stats(2);
  kernels::normalize_rows(x.data(), nullptr, nullptr, y.data(), stats.data(), 1, cols, 1e-5f, true);
  kernels::naive::normalize_rows(x.data(), nullptr, nullptr, expected.data(), 1, cols, 1e-5f, true);
  double worst = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(y[i]) - static_cast<double>(expected[i])));
  }
  CHECK(worst < 2e-6);
}

TEST_CASE("kernels: windows unfold to the naive convolution", "[kernels]") {
  const kernels::Window window{GENERATE(1, 2, 3, 5), GENERATE(1, 2, 3), GENERATE(0, 1, 2),
                               GENERATE(1, 2)};
  const kernels::Plane in{GENERATE(7, 9), GENERATE(6, 11)};
  const kernels::Plane out{window.positions(in.height), window.positions(in.width)};
  if (out.height < 1 || out.width < 1) return;
  constexpr int channels = 2, outputs = 3;
  const int depth = channels * window.kernel * window.kernel, places = out.height * out.width;
  Rng rng(6, "window");
  const auto x = random_floats(rng, channels * in.height * in.width);
  const auto w = random_floats(rng, outputs * depth);
  std::vector<float> columns(static_cast<std::size_t>(depth * places), 9.0f);
  kernels::unfold(x.data(), channels, in, window, columns.data());
  std::vector<float> y(static_cast<std::size_t>(outputs * places)), expected(y.size());
  kernels::naive::matmul({.a = w.data(),
                          .b = columns.data(),
                          .c = y.data(),
                          .m = outputs,
                          .n = places,
                          .k = depth,
                          .lda = depth,
                          .ldb = places,
                          .ldc = places});
  kernels::naive::convolve(x.data(), w.data(), nullptr, channels, outputs, in, window,
                           expected.data());
  CHECK(y == expected);  // to the bit: the sums have one order

  // folding is the transpose of unfolding: <unfold(x), c> = <x, fold(c)>
  auto c = random_floats(rng, depth * places);
  double left = 0, right = 0;
  for (std::size_t i = 0; i < c.size(); ++i) left += static_cast<double>(columns[i]) * c[i];
  std::vector<float> folded(x.size());
  kernels::fold_into(c.data(), channels, in, window, folded.data());
  for (std::size_t i = 0; i < x.size(); ++i) right += static_cast<double>(x[i]) * folded[i];
  CHECK_THAT(left, WithinAbs(right, 1e-3));
}

TEST_CASE("kernels: pooling finds the maxima and places of the naive twin", "[kernels]") {
  const kernels::Plane in{GENERATE(4, 5), GENERATE(4, 8, 9, 14, 15, 28)};
  const kernels::Window window{GENERATE(2, 3), GENERATE(1, 2), GENERATE(0, 1)};
  const kernels::Plane out{window.positions(in.height), window.positions(in.width)};
  constexpr int planes = 3;
  Rng rng(8, "pool");
  auto x = random_floats(rng, planes * in.height * in.width);
  for (float& v : x) v = std::round(2 * v);  // so that several are equal: the first wins
  std::vector<float> y(static_cast<std::size_t>(planes * out.height * out.width));
  std::vector<float> winner(y.size()), expected(y.size()), places(y.size());
  kernels::max_pool(x.data(), planes, in, window, y.data(), winner.data());
  kernels::naive::max_pool(x.data(), planes, in, window, expected.data(), places.data());
  CHECK(y == expected);
  CHECK(winner == places);

  x[static_cast<std::size_t>(in.width) + 1] = std::nanf("");  // wins, so that it is noticed
  kernels::max_pool(x.data(), planes, in, window, y.data(), winner.data());
  CHECK(std::ranges::any_of(y, [](float v) { return std::isnan(v); }));
}

TEST_CASE("kernels: sums of columns have the bits of the naive twin", "[kernels]") {
  const int rows = GENERATE(1, 3, 7, 8, 9, 16, 17), cols = GENERATE(1, 3, 4, 5, 49, 196);
  Rng rng(9, "columns");
  const auto x = random_floats(rng, rows * cols);
  auto sums = random_floats(rng, rows), expected = sums;
  kernels::sum_columns(x.data(), sums.data(), rows, cols);
  kernels::naive::sum_columns(x.data(), expected.data(), rows, cols);
  CHECK(sums == expected);
}

TEST_CASE("kernels: additive scores are those of the naive twin", "[kernels]") {
  const kernels::AdditiveShape shape{GENERATE(1, 3), GENERATE(1, 4), GENERATE(1, 2),
                                     GENERATE(1, 4, 7, 16)};
  Rng rng(7, "additive");
  const auto q = random_floats(rng, shape.queries * shape.batch * shape.width);
  const auto k = random_floats(rng, shape.keys * shape.batch * shape.width);
  const auto v = random_floats(rng, shape.width);
  std::vector<float> y(static_cast<std::size_t>(shape.batch * shape.queries * shape.keys));
  std::vector<float> expected(y.size()), kept(y.size() * v.size());
  kernels::additive_scores(shape, q.data(), k.data(), v.data(), y.data(), kept.data());
  kernels::naive::additive_scores(shape, q.data(), k.data(), v.data(), expected.data());
  for (std::size_t i = 0; i < y.size(); ++i) CHECK_THAT(y[i], WithinAbs(expected[i], 1e-5));
}
