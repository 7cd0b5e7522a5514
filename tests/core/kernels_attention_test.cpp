#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <vector>

#include "kernels/attention.h"
#include "kernels/position.h"
#include "kernels/random.h"
#include "kernels/softmax.h"
#include "random_floats.h"

using namespace lushan;
using namespace lushan::kernels;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

std::size_t rows(const Heads& n, int steps) {
  return static_cast<std::size_t>(steps * n.batch * n.heads * n.width);
}
std::size_t cells(const Heads& n) {
  return static_cast<std::size_t>(n.batch * n.heads * n.queries * n.keys);
}

// Around multiples of the lanes and of the product's tiles.
std::vector<Heads> shapes() {
  std::vector<Heads> all = {
      {16, 16, 2, 8, 8}, {64, 64, 1, 2, 32}, {1, 9, 3, 2, 4}, {130, 70, 1, 1, 40}};
  Rng rng(5, "shapes");
  for (int k = 0; k < 40; ++k) {
    all.push_back({1 + rng.below(20), 1 + rng.below(20), 1 + rng.below(3), 1 + rng.below(4),
                   1 + rng.below(11)});
  }
  return all;
}

}  // namespace

TEST_CASE("attention: scores and mix have the bits of the shortest loops", "[kernels]") {
  Rng rng(3, "attention");
  for (const Heads& n : shapes()) {
    CAPTURE(n.queries, n.keys, n.batch, n.heads, n.width);
    const Floats q = random_floats(rng, rows(n, n.queries)),
                 k = random_floats(rng, rows(n, n.keys));
    Floats scratch(attention_scratch(n)), y(cells(n)), expected(cells(n));
    attention_scores(n, q.data(), k.data(), 0.3f, y.data(), scratch.data());
    naive::attention_scores(n, q.data(), k.data(), 0.3f, expected.data());
    REQUIRE(y == expected);

    const Floats drop = random_floats(rng, cells(n));
    Floats context(q.size()), naive_context(q.size());
    for (const bool drops : {false, true}) {
      const Mix mix{.w = y.data(), .drop = drops ? drop.data() : nullptr, .v = k.data(), .off = 2};
      attention_mix(n, mix, context.data(), scratch.data());
      naive::attention_mix(n, mix, naive_context.data());
      REQUIRE(context == naive_context);
    }
  }
}

TEST_CASE("attention: weights are the softmax over the keys in sight, and 0 elsewhere",
          "[kernels]") {
  Rng rng(4, "attention");
  for (const Heads& n : shapes()) {
    CAPTURE(n.queries, n.keys, n.batch, n.heads);
    const Floats x = random_floats(rng, cells(n));
    Floats mask(static_cast<std::size_t>(n.keys * n.batch), 1.0f);
    for (int b = 0; b < n.batch; ++b) {
      for (int s = rng.below(n.keys + 1); s < n.keys; ++s) {
        mask[static_cast<std::size_t>(s * n.batch + b)] = 0;
      }
    }
    for (const Sight& sight : {Sight{}, Sight{.causal = true}, Sight{.mask = mask.data()},
                               Sight{.causal = true, .first = 2, .mask = mask.data()}}) {
      Floats y(x.size(), 7.0f), expected(x.size());
      attention_weights(n, sight, x.data(), y.data());
      naive::attention_weights(n, sight, x.data(), expected.data());
      for (std::size_t i = 0; i < y.size(); ++i) {
        if (expected[i] == 0) REQUIRE(y[i] == 0);
        else REQUIRE_THAT(y[i], WithinRel(expected[i], 1e-6f));
      }
    }
    Floats y(x.size()), plain(x.size());
    attention_weights(n, {}, x.data(), y.data());
    softmax_rows(x.data(), plain.data(), static_cast<int>(cells(n)) / n.keys, n.keys);
    REQUIRE(y == plain);
  }
}

TEST_CASE("attention: keys out of sight change nothing, whatever they hold", "[kernels]") {
  // one query of a long row, and the same at the end of a short one
  const Heads wide{1, 13, 1, 1, 1}, narrow{1, 6, 1, 1, 1};
  Rng rng(6, "attention");
  Floats x = random_floats(rng, 13), y(13), expected(6);
  std::fill(x.begin() + 6, x.end(), 1e30f);
  attention_weights(wide, {.causal = true, .first = 5}, x.data(), y.data());
  attention_weights(narrow, {}, x.data(), expected.data());
  CHECK(std::equal(expected.begin(), expected.end(), y.begin()));
  CHECK(std::count(y.begin() + 6, y.end(), 0.0f) == 7);
}

TEST_CASE("positions: waves, slopes and turns are what the papers say", "[kernels]") {
  Floats table(5 * 7);
  sinusoids(table.data(), 5, 7, 100);
  CHECK_THAT(table[3 * 7 + 4], WithinAbs(std::sin(3 / std::pow(100.0, 4.0 / 7)), 1e-7));
  CHECK_THAT(table[3 * 7 + 5], WithinAbs(std::cos(3 / std::pow(100.0, 4.0 / 7)), 1e-7));
  sines(table.data(), 5, 7, 100);
  CHECK_THAT(table[4 * 7 + 5], WithinAbs(std::sin(4 / std::pow(100.0, 5.0 / 7)), 1e-7));

  // at any shape and base, a cell at a time
  Rng rng(7, "waves");
  for (int round = 0; round < 60; ++round) {
    const int n = 1 + rng.below(40), columns = 1 + rng.below(19);
    const double base = std::pow(10.0, 0.5 + rng.below(10) / 2.0);
    CAPTURE(n, columns, base);
    Floats waves(static_cast<std::size_t>(n * columns)), plain(waves.size());
    sinusoids(waves.data(), n, columns, base);
    sines(plain.data(), n, columns, base);
    for (int i = 0; i < n * columns; ++i) {
      const int p = i / columns, j = i % columns;
      const double paired = p / std::pow(base, (j - j % 2) / static_cast<double>(columns));
      const double own = p / std::pow(base, j / static_cast<double>(columns));
      const auto at = static_cast<std::size_t>(i);
      REQUIRE_THAT(waves[at], WithinAbs(j % 2 == 0 ? std::sin(paired) : std::cos(paired), 1e-7));
      REQUIRE_THAT(plain[at], WithinAbs(std::sin(own), 1e-7));
    }
  }

  Floats slopes(8);
  distance_slopes(slopes.data(), 8);
  for (std::size_t h = 0; h < 8; ++h)
    CHECK(slopes[h] == std::ldexp(1.0f, -1 - static_cast<int>(h)));
  distance_slopes(slopes.data(), 6);  // those of 4 heads, then every second of those of 8
  CHECK(slopes[0] == 0.25f);
  CHECK(slopes[3] == 0.00390625f);
  CHECK(slopes[4] == 0.5f);
  CHECK(slopes[5] == 0.125f);

  Floats turn(4 * 4);
  sinusoids(turn.data(), 4, 4, 10);
  const Floats q = {1, 2, 3, 4}, k = {-1, 0.5f, 2, 1};
  const auto score = [&](int query, int key) {
    Floats a(4), b(4);
    rotate(q.data(), turn.data() + query * 4, a.data(), 1, 4);
    rotate(k.data(), turn.data() + key * 4, b.data(), 1, 4);
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
  };
  CHECK_THAT(score(3, 2), WithinRel(score(1, 0), 1e-5f));  // only the distance counts
  CHECK(std::abs(score(3, 1) - score(3, 2)) > 0.1f);
}
