// The kernels of backward passes, and those of pooling, against their formulas in double, at widths
// around multiples of the lanes and at random shapes. What they are given in the arrays that they
// add to must still be in there.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <vector>

#include "kernels/additive.h"
#include "kernels/attention.h"
#include "kernels/image.h"
#include "kernels/normalize.h"
#include "kernels/position.h"
#include "kernels/recurrent.h"
#include "kernels/steps.h"
#include "random_floats.h"
#include "tensor/rng.h"

using namespace lushan;
using Doubles = std::vector<double>;

namespace {

Doubles doubles(const Floats& x) { return {x.begin(), x.end()}; }

void check_close(const Floats& got, const Doubles& expected, double tolerance = 2e-5) {
  REQUIRE(got.size() == expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double scale = std::max(1.0, std::abs(expected[i]));
    worst = std::max(worst, std::abs(static_cast<double>(got[i]) - expected[i]) / scale);
  }
  CHECK(worst <= tolerance);
}

double at(const Floats& x, int i) { return static_cast<double>(x[static_cast<std::size_t>(i)]); }
double& at(Doubles& x, int i) { return x[static_cast<std::size_t>(i)]; }

constexpr int rounds = 60;  // random shapes of each kernel

int random_width(Rng& rng) {
  constexpr int around_lanes[] = {1, 3, 4, 5, 7, 8, 9, 16, 17};
  return rng.below(2) == 0 ? around_lanes[rng.below(9)] : 1 + rng.below(40);
}

// f(cell of the plane, place of the output) for each cell under the window at each place
template <class F>
void each_cell(kernels::Plane in, kernels::Window w, F f) {
  const int height = w.positions(in.height), width = w.positions(in.width);
  for (int place = 0; place < height * width; ++place) {
    for (int k = 0; k < w.kernel * w.kernel; ++k) {
      const int row = place / width * w.stride - w.padding + k / w.kernel;
      const int column = place % width * w.stride - w.padding + k % w.kernel;
      if (row < 0 || row >= in.height || column < 0 || column >= in.width) continue;
      f(row * in.width + column, place);
    }
  }
}

}  // namespace

TEST_CASE("kernels: pooling takes what lies under the window, and gives it back", "[kernels]") {
  Rng rng(21, "pooling");
  for (int round = 0; round < rounds; ++round) {
    const int kernel = 1 + rng.below(4);
    const kernels::Window window{kernel, 1 + rng.below(3), rng.below(kernel / 2 + 1)};
    const kernels::Plane in{kernel + rng.below(12), kernel + rng.below(12)};
    const kernels::Plane out{window.positions(in.height), window.positions(in.width)};
    const int planes = 1 + rng.below(3), cells = in.height * in.width;
    const int places = out.height * out.width;
    CAPTURE(kernel, window.stride, window.padding, in.height, in.width);
    const Floats x = random_floats(rng, planes * cells), dy = random_floats(rng, planes * places);
    const Floats before = random_floats(rng, planes * cells);
    Floats greatest(dy.size()), winner(dy.size()), mean(dy.size());
    Floats d_greatest = before, d_mean = before;
    kernels::max_pool(x.data(), planes, in, window, greatest.data(), winner.data());
    kernels::max_pool_backward(winner.data(), dy.data(), planes, in, out, d_greatest.data());
    kernels::average_pool(x.data(), planes, in, window, mean.data());
    kernels::average_pool_backward(dy.data(), planes, in, window, d_mean.data());

    Doubles top(dy.size(), -9), sums(dy.size()), to_top = doubles(before), to_all = to_top;
    std::vector<int> from(dy.size(), -1);
    const double share = 1.0 / (kernel * kernel);
    for (int p = 0; p < planes; ++p) {
      each_cell(in, window, [&](int cell, int place) {
        const double value = at(x, p * cells + cell);
        at(sums, p * places + place) += value * share;
        at(to_all, p * cells + cell) += at(dy, p * places + place) * share;
        if (value <= at(top, p * places + place)) return;
        at(top, p * places + place) = value;
        from[static_cast<std::size_t>(p * places + place)] = p * cells + cell;
      });
    }
    for (std::size_t i = 0; i < dy.size(); ++i) at(to_top, from[i]) += static_cast<double>(dy[i]);
    check_close(greatest, top, 0);
    check_close(d_greatest, to_top);
    check_close(mean, sums);
    check_close(d_mean, to_all);
  }
}

TEST_CASE("kernels: pooling over time takes the greatest step, the first of equals", "[kernels]") {
  Rng rng(22, "steps");
  for (int round = 0; round < rounds; ++round) {
    const int n = random_width(rng), steps = 1 + rng.below(5);
    CAPTURE(n, steps);
    Floats greatest(static_cast<std::size_t>(n), -9.0f), chosen(greatest.size(), -1.0f);
    Doubles top = doubles(greatest), from(greatest.size(), -1);
    for (int t = 0; t < steps; ++t) {
      Floats x = random_floats(rng, n);
      for (float& v : x) v = std::round(v);  // so that there are equals
      kernels::take_greater(x.data(), static_cast<float>(t), greatest.data(), chosen.data(),
                            x.size());
      for (int i = 0; i < n; ++i) {
        if (at(x, i) <= at(top, i)) continue;
        at(top, i) = at(x, i);
        at(from, i) = t;
      }
    }
    check_close(greatest, top, 0);
    check_close(chosen, from, 0);

    const Floats dy = random_floats(rng, n), before = random_floats(rng, n);
    Floats mean = dy;
    kernels::divide(mean.data(), 3, mean.size());
    Doubles third = doubles(dy);
    for (double& v : third) v /= 3;
    check_close(mean, third, 1e-6);
    Floats dx = before, share = before;
    kernels::take_greater_backward(dy.data(), 1, chosen.data(), dx.data(), dy.size());
    kernels::add_share(dy.data(), 3, share.data(), dy.size());
    Doubles taken = doubles(before), shared = taken;
    for (int i = 0; i < n; ++i) {
      if (at(from, i) == 1) at(taken, i) += at(dy, i);
      at(shared, i) += at(dy, i) / 3;
    }
    check_close(dx, taken);
    check_close(share, shared);
  }
}

TEST_CASE("kernels: gradients of normalized rows", "[kernels]") {
  Rng rng(23, "normalize");
  for (int round = 0; round < rounds; ++round) {
    const int rows = 1 + rng.below(4), cols = random_width(rng);
    const bool centered = rng.below(2) == 0;
    CAPTURE(rows, cols, centered);
    const Floats x = random_floats(rng, rows * cols), gamma = random_floats(rng, cols);
    const Floats dy = random_floats(rng, rows * cols);
    Floats y(x.size()), stats(static_cast<std::size_t>(2 * rows));
    constexpr float eps = 1e-2f;  // a narrow row may be nearly constant
    kernels::normalize_rows(x.data(), gamma.data(), nullptr, y.data(), stats.data(), rows, cols,
                            eps, centered);
    const Floats before = random_floats(rng, rows * cols), weight_before = random_floats(rng, cols);
    Floats dx = before, dgamma = weight_before, dbeta = weight_before;
    kernels::normalize_rows_backward(x.data(), gamma.data(), stats.data(), dy.data(), dx.data(),
                                     dgamma.data(), dbeta.data(), rows, cols, centered);

    Doubles to_x = doubles(before), to_gamma = doubles(weight_before), to_beta = to_gamma;
    for (int r = 0; r < rows; ++r) {
      double mean = 0, squares = 0, mean_d = 0, along = 0;
      for (int i = 0; centered && i < cols; ++i) mean += at(x, r * cols + i) / cols;
      for (int i = 0; i < cols; ++i) squares += std::pow(at(x, r * cols + i) - mean, 2) / cols;
      const double scale = 1 / std::sqrt(squares + static_cast<double>(eps));
      const auto hat = [&](int i) { return (at(x, r * cols + i) - mean) * scale; };
      const auto d = [&](int i) { return at(dy, r * cols + i) * at(gamma, i); };
      for (int i = 0; i < cols; ++i) {
        if (centered) mean_d += d(i) / cols;
        along += d(i) * hat(i) / cols;
        at(to_gamma, i) += at(dy, r * cols + i) * hat(i);
        at(to_beta, i) += at(dy, r * cols + i);
      }
      for (int i = 0; i < cols; ++i) {
        at(to_x, r * cols + i) += scale * (d(i) - mean_d - hat(i) * along);
      }
    }
    check_close(dx, to_x, 1e-4);
    check_close(dgamma, to_gamma, 1e-4);
    check_close(dbeta, to_beta);
  }
}

TEST_CASE("kernels: gradients of additive scores", "[kernels]") {
  Rng rng(24, "additive");
  for (int round = 0; round < rounds; ++round) {
    const kernels::AdditiveShape n{1 + rng.below(4), 1 + rng.below(5), 1 + rng.below(3),
                                   random_width(rng)};
    CAPTURE(n.queries, n.keys, n.batch, n.width);
    const Floats q = random_floats(rng, n.queries * n.batch * n.width);
    const Floats k = random_floats(rng, n.keys * n.batch * n.width),
                 v = random_floats(rng, n.width);
    const Floats dy = random_floats(rng, n.batch * n.queries * n.keys);
    Floats y(dy.size()), squashed(dy.size() * v.size());
    kernels::additive_scores(n, q.data(), k.data(), v.data(), y.data(), squashed.data());
    const Floats q_before = random_floats(rng, static_cast<int>(q.size()));
    const Floats k_before = random_floats(rng, static_cast<int>(k.size()));
    const Floats v_before = random_floats(rng, n.width);
    Floats dq = q_before, dk = k_before, dv = v_before;
    kernels::additive_scores_backward(n, v.data(), squashed.data(), dy.data(), dq.data(), dk.data(),
                                      dv.data());

    Doubles to_q = doubles(q_before), to_k = doubles(k_before), to_v = doubles(v_before);
    for (int i = 0; i < static_cast<int>(dy.size()); ++i) {
      const int b = i / (n.queries * n.keys), t = i / n.keys % n.queries, s = i % n.keys;
      for (int a = 0; a < n.width; ++a) {
        const int query = (t * n.batch + b) * n.width + a, key = (s * n.batch + b) * n.width + a;
        const double value = std::tanh(at(q, query) + at(k, key));
        const double slope = at(dy, i) * at(v, a) * (1 - value * value);
        at(to_q, query) += slope;
        at(to_k, key) += slope;
        at(to_v, a) += at(dy, i) * value;
      }
    }
    check_close(dq, to_q);
    check_close(dk, to_k);
    check_close(dv, to_v);
  }
}

TEST_CASE("kernels: gradients of attention", "[kernels]") {
  Rng rng(25, "attention");
  for (int round = 0; round < rounds; ++round) {
    const kernels::Heads n{random_width(rng), random_width(rng), 1 + rng.below(3), 1 + rng.below(3),
                           1 + rng.below(11)};
    CAPTURE(n.queries, n.keys, n.batch, n.heads, n.width);
    const int depth = n.batch * n.heads * n.width, cells = n.batch * n.heads * n.queries * n.keys;
    const Floats q = random_floats(rng, n.queries * depth), k = random_floats(rng, n.keys * depth);
    const Floats dscores = random_floats(rng, cells), w = random_floats(rng, cells),
                 drop = random_floats(rng, cells);
    const Floats dy = random_floats(rng, n.queries * depth),
                 slopes = random_floats(rng, n.heads, 0, 1);
    const Floats q_before = random_floats(rng, n.queries * depth),
                 k_before = random_floats(rng, n.keys * depth);
    const Floats w_before = random_floats(rng, cells), mask = random_mask(rng, n.keys, n.batch);
    Floats scratch(kernels::attention_scratch(n));
    const std::uint32_t off = static_cast<std::uint32_t>(rng.below(1 << n.heads));
    const kernels::Sight sight{rng.below(2) == 0, rng.below(3), mask.data()};
    constexpr float scale = 0.3f;

    Floats dq = q_before, dk = k_before, dw = w_before, dv = k_before, dx = w_before, biased = w;
    kernels::attention_scores_backward(n, q.data(), k.data(), scale, dscores.data(), dq.data(),
                                       dk.data(), scratch.data());
    const kernels::Mix mix{.w = w.data(), .drop = drop.data(), .v = k.data(), .off = off};
    kernels::attention_mix_backward(n, mix, dy.data(), dw.data(), dv.data(), scratch.data());
    kernels::add_distance_bias(n, slopes.data(), 2, biased.data());
    Floats weights(w.size());
    kernels::attention_weights(n, sight, w.data(), weights.data());
    kernels::attention_weights_backward(n, sight, weights.data(), dscores.data(), dx.data());

    Doubles to_q = doubles(q_before), to_k = doubles(k_before), to_w = doubles(w_before);
    Doubles to_v = to_k, to_x = to_w, leaning = doubles(w);
    for (int row = 0; row < n.batch * n.heads * n.queries; ++row) {
      const int b = row / (n.heads * n.queries), h = row / n.queries % n.heads, t = row % n.queries;
      double along = 0;
      for (int s = 0; s < n.keys; ++s)
        along += at(weights, row * n.keys + s) * at(dscores, row * n.keys + s);
      for (int s = 0; s < n.keys; ++s) {
        const int cell = row * n.keys + s;
        at(leaning, cell) -= at(slopes, h) * std::abs(2 + t - s);
        at(to_x, cell) += at(weights, cell) * (at(dscores, cell) - along);
        for (int d = 0; d < n.width; ++d) {
          const int query = ((t * n.batch + b) * n.heads + h) * n.width + d;
          const int key = ((s * n.batch + b) * n.heads + h) * n.width + d;
          at(to_q, query) += static_cast<double>(scale) * at(dscores, cell) * at(k, key);
          at(to_k, key) += static_cast<double>(scale) * at(dscores, cell) * at(q, query);
          if ((off >> h & 1) != 0) continue;
          at(to_w, cell) += at(drop, cell) * at(dy, query) * at(k, key);
          at(to_v, key) += at(w, cell) * at(drop, cell) * at(dy, query);
        }
      }
    }
    check_close(dq, to_q);
    check_close(dk, to_k);
    check_close(dw, to_w);
    check_close(dv, to_v);
    check_close(dx, to_x);
    check_close(biased, leaning);
  }
}

TEST_CASE("kernels: turning back is the transpose of turning", "[kernels]") {
  Rng rng(26, "rotate");
  for (int round = 0; round < rounds; ++round) {
    const int heads = 1 + rng.below(4), width = 2 * random_width(rng);
    CAPTURE(heads, width);
    const Floats x = random_floats(rng, heads * width), dy = random_floats(rng, heads * width);
    const Floats table = random_floats(rng, width), before = random_floats(rng, heads * width);
    Floats y(x.size()), dx = before;
    kernels::rotate(x.data(), table.data(), y.data(), heads, width);
    kernels::rotate_backward(dy.data(), table.data(), dx.data(), heads, width);
    Doubles turned(x.size()), to_x = doubles(before);
    for (int i = 0; i < heads * width; i += 2) {
      const double s = at(table, i % width), c = at(table, i % width + 1);
      at(turned, i) = at(x, i) * c - at(x, i + 1) * s;
      at(turned, i + 1) = at(x, i) * s + at(x, i + 1) * c;
      at(to_x, i) += at(dy, i) * c + at(dy, i + 1) * s;
      at(to_x, i + 1) += at(dy, i + 1) * c - at(dy, i) * s;
    }
    check_close(y, turned);
    check_close(dx, to_x);
  }
}

namespace {

// One step of a recurrence at a random shape: the states before it, the gradients that come to it,
// and what is in the arrays already that its backward pass adds to.
struct Cells {
  explicit Cells(Rng& rng)
      : n{1 + rng.below(4), random_width(rng)},
        states(n.batch * n.units),
        mask(random_mask(rng, 1, n.batch)),
        before(random_floats(rng, states)),
        c_before(random_floats(rng, states)),
        dh(random_floats(rng, states)),
        dc(random_floats(rng, states)),
        kept(random_floats(rng, states)) {}

  bool counts(int i) const { return at(mask, i / n.units) != 0; }

  // Where gate k of a unit lies, of `gates` of them.
  int gate(int i, int k, int gates) const {
    return i / n.units * gates * n.units + k * n.units + i % n.units;
  }

  kernels::CellShape n;
  int states;
  Floats mask, before, c_before, dh, dc, kept;
};

double slope_of_sigmoid(double y) { return y * (1 - y); }
double slope_of_tanh(double y) { return 1 - y * y; }

}  // namespace

TEST_CASE("kernels: gradients of the rnn's cell", "[kernels]") {
  Rng rng(27, "rnn");
  for (int round = 0; round < rounds; ++round) {
    const Cells s(rng);
    CAPTURE(s.n.batch, s.n.units);
    for (const bool relu : {false, true}) {
      CAPTURE(relu);
      const Floats pre = random_floats(rng, s.states);
      Floats h(pre.size()), dh_before = s.kept, dpre(pre.size(), 7.0f);
      kernels::rnn_cell(s.n, relu, pre.data(), s.mask.data(), s.before.data(), h.data());
      kernels::rnn_cell_backward(s.n, relu, h.data(), s.mask.data(), s.dh.data(), dh_before.data(),
                                 dpre.data());
      Doubles to_before = doubles(s.kept), to_pre(pre.size());
      for (int i = 0; i < s.states; ++i) {
        if (!s.counts(i)) {
          at(to_before, i) += at(s.dh, i);
          continue;
        }
        const double value = std::tanh(at(pre, i));
        at(to_pre, i) = at(s.dh, i) * (relu ? (at(pre, i) > 0 ? 1.0 : 0.0) : 1 - value * value);
      }
      check_close(dh_before, to_before);
      check_close(dpre, to_pre);
    }
  }
}

TEST_CASE("kernels: gradients of the lstm's cell", "[kernels]") {
  Rng rng(27, "lstm");
  for (int round = 0; round < rounds; ++round) {
    const Cells s(rng);
    CAPTURE(s.n.batch, s.n.units);
    const Floats added = random_floats(rng, 4 * s.states);
    Floats gates = random_floats(rng, 4 * s.states), h(s.before.size()), c(s.before.size());
    kernels::lstm_cell(s.n, gates.data(), s.mask.data(), s.before.data(), s.c_before.data(),
                       h.data(), c.data());
    Floats d_cell = s.dc, dgates = added, dh_before = s.kept, dc_before = s.kept,
           dpre(gates.size(), 7);
    kernels::lstm_cell_backward(s.n, gates.data(), c.data(), s.c_before.data(), s.mask.data(),
                                s.dh.data(), d_cell.data(), dgates.data(), dh_before.data(),
                                dc_before.data(), dpre.data());
    Doubles to_before = doubles(s.kept), to_c_before = to_before, to_pre(gates.size());
    for (int i = 0; i < s.states; ++i) {
      if (!s.counts(i)) {
        at(to_before, i) += at(s.dh, i);
        at(to_c_before, i) += at(s.dc, i);
        continue;
      }
      double g[4];
      for (int k = 0; k < 4; ++k) g[k] = at(gates, s.gate(i, k, 4));
      const double squashed = std::tanh(at(c, i));
      const double to_cell = at(s.dc, i) + at(s.dh, i) * g[3] * slope_of_tanh(squashed);
      at(to_c_before, i) += to_cell * g[1];
      const double to_gate[] = {to_cell * g[2], to_cell * at(s.c_before, i), to_cell * g[0],
                                at(s.dh, i) * squashed};
      for (int k = 0; k < 4; ++k) {
        const int gate = s.gate(i, k, 4);
        at(to_pre, gate) = (to_gate[k] + at(added, gate)) *
                           (k == 2 ? slope_of_tanh(g[k]) : slope_of_sigmoid(g[k]));
      }
    }
    check_close(dh_before, to_before);
    check_close(dc_before, to_c_before);
    check_close(dpre, to_pre);
  }
}

TEST_CASE("kernels: gradients of the gru's cell", "[kernels]") {
  Rng rng(27, "gru");
  for (int round = 0; round < rounds; ++round) {
    const Cells s(rng);
    CAPTURE(s.n.batch, s.n.units);
    const Floats added = random_floats(rng, 3 * s.states), q_added = random_floats(rng, s.states);
    const Floats x = random_floats(rng, 3 * s.states);
    Floats gates = random_floats(rng, 3 * s.states), q(s.before.size()), h(s.before.size());
    kernels::gru_cell(s.n, x.data(), gates.data(), q.data(), s.mask.data(), s.before.data(),
                      h.data());
    Floats dgates = added, dq = q_added, dh_before = s.kept;
    Floats dx_pre(gates.size(), 7), ds_pre(gates.size(), 7);
    kernels::gru_cell_backward(s.n, gates.data(), q.data(), s.before.data(), s.mask.data(),
                               s.dh.data(), dgates.data(), dq.data(), dh_before.data(),
                               dx_pre.data(), ds_pre.data());
    Doubles to_before = doubles(s.kept), to_x(gates.size()), to_state(gates.size());
    for (int i = 0; i < s.states; ++i) {
      if (!s.counts(i)) {
        at(to_before, i) += at(s.dh, i);
        continue;
      }
      const int r_at = s.gate(i, 0, 3), z_at = s.gate(i, 1, 3), n_at = s.gate(i, 2, 3);
      const double r = at(gates, r_at), z = at(gates, z_at), candidate = at(gates, n_at);
      at(to_before, i) += at(s.dh, i) * z;
      const double to_n = (at(s.dh, i) * (1 - z) + at(added, n_at)) * slope_of_tanh(candidate);
      const double to_r = (to_n * at(q, i) + at(added, r_at)) * slope_of_sigmoid(r);
      const double to_z =
          (at(s.dh, i) * (at(s.before, i) - candidate) + at(added, z_at)) * slope_of_sigmoid(z);
      at(to_x, r_at) = at(to_state, r_at) = to_r;
      at(to_x, z_at) = at(to_state, z_at) = to_z;
      at(to_x, n_at) = to_n;
      at(to_state, n_at) = to_n * r + at(q_added, i);
    }
    check_close(dh_before, to_before);
    check_close(dx_pre, to_x);
    check_close(ds_pre, to_state);
  }
}
