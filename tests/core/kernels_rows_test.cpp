// Kernels that work row by row or step by step against their naive twins.
#include <catch_amalgamated.hpp>

#include "kernels/normalize.h"
#include "tensor/rng.h"

using namespace lushan;
using Catch::Matchers::WithinAbs;

namespace {

std::vector<float> random(Rng& rng, int count, float low = -2, float high = 2) {
  std::vector<float> x(static_cast<std::size_t>(count));
  for (float& v : x) v = rng.uniform(low, high);
  return x;
}

}  // namespace

TEST_CASE("kernels: normalized rows are those of the naive twin", "[kernels]") {
  const int cols = GENERATE(1, 3, 4, 5, 8, 17, 64);
  const bool centered = GENERATE(true, false);
  const bool affine = GENERATE(true, false);
  constexpr int rows = 3;
  Rng rng(5, "rows");
  const auto x = random(rng, rows * cols), gamma = random(rng, cols), beta = random(rng, cols);
  std::vector<float> y(x.size()), expected(x.size()), stats(2 * rows);
  const float* g = affine ? gamma.data() : nullptr;
  const float* b = affine && centered ? beta.data() : nullptr;
  kernels::normalize_rows(x.data(), g, b, y.data(), stats.data(), rows, cols, 1e-3f, centered);
  kernels::naive::normalize_rows(x.data(), g, b, expected.data(), rows, cols, 1e-3f, centered);
  for (std::size_t i = 0; i < y.size(); ++i) CHECK_THAT(y[i], WithinAbs(expected[i], 2e-6));
}
