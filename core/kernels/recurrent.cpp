#include "kernels/recurrent.h"

#include <algorithm>
#include <type_traits>

#include "kernels/math_simd.h"
#include "kernels/row_simd.h"

namespace lushan::kernels {
namespace {

// f(b) for every example that counts, rest(b) for those that are carried on.
template <class F, class Rest>
void each_example(CellShape s, const float* mask, F f, Rest rest) {
  for (int b = 0; b < s.batch; ++b) {
    if (mask && mask[b] == 0) rest(static_cast<std::size_t>(b));
    else f(static_cast<std::size_t>(b));
  }
}
// f(j, count) over n elements; count is a constant where a whole batch is left.
template <class F>
void each_batch(std::size_t n, F f) {
  std::size_t j = 0;
  for (; j + lanes <= n; j += lanes) f(j, std::integral_constant<std::size_t, lanes>{});
  if (j < n) f(j, n - j);
}

void add_some(float* to, Batch v, std::size_t count) {
  store_some(to, load_some(to, count) + v, count);
}

Batch slope_of_tanh(Batch y) { return Batch(1.0f) - y * y; }
Batch slope_of_sigmoid(Batch y) { return y * (Batch(1.0f) - y); }

}  // namespace

void rnn_cell(CellShape s, bool relu, const float* pre, const float* mask, const float* h_before,
              float* h) {
  const auto n = static_cast<std::size_t>(s.units);
  each_example(
      s, mask,
      [&](std::size_t b) {
        const auto positive = [](Batch x) { return at_least(x, Batch(0.0f)); };
        relu ? map(pre + b * n, h + b * n, n, positive)
             : map(pre + b * n, h + b * n, n, math::tanh);
      },
      [&](std::size_t b) { std::copy_n(h_before + b * n, n, h + b * n); });
}

void rnn_cell_backward(CellShape s, bool relu, const float* h, const float* mask, const float* dh,
                       float* dh_before, float* dpre) {
  const auto n = static_cast<std::size_t>(s.units);
  each_example(
      s, mask,
      [&](std::size_t b) {
        const Batch zero(0.0f);
        const auto through_relu = [zero](Batch y, Batch d) {
          return xsimd::select(y > zero, d, zero);
        };
        const auto through_tanh = [](Batch y, Batch d) { return d * slope_of_tanh(y); };
        relu ? map(h + b * n, dh + b * n, dpre + b * n, n, through_relu)
             : map(h + b * n, dh + b * n, dpre + b * n, n, through_tanh);
      },
      [&](std::size_t b) {
        for (std::size_t j = 0; j < n; ++j) dh_before[b * n + j] += dh[b * n + j];
        std::fill_n(dpre + b * n, n, 0.0f);
      });
}

void lstm_cell(CellShape s, float* gates, const float* mask, const float* h_before,
               const float* c_before, float* h, float* c) {
  const auto n = static_cast<std::size_t>(s.units);
  each_example(
      s, mask,
      [&](std::size_t b) {
        float *const i = gates + b * 4 * n, *const f = i + n, *const g = f + n, *const o = g + n;
        map(i, i, 2 * n, math::sigmoid);
        map(g, g, n, math::tanh);
        map(o, o, n, math::sigmoid);
        each_batch(n, [&](std::size_t j, auto count) {
          const std::size_t at = b * n + j;
          const Batch cell = load_some(f + j, count) * load_some(c_before + at, count) +
                             load_some(i + j, count) * load_some(g + j, count);
          store_some(c + at, cell, count);
          store_some(h + at, load_some(o + j, count) * math::tanh(cell), count);
        });
      },
      [&](std::size_t b) {
        std::fill_n(gates + b * 4 * n, 4 * n, 0.0f);
        std::copy_n(c_before + b * n, n, c + b * n);
        std::copy_n(h_before + b * n, n, h + b * n);
      });
}

void lstm_cell_backward(CellShape s, const float* gates, const float* c, const float* c_before,
                        const float* mask, const float* dh, float* dc, float* dgates,
                        float* dh_before, float* dc_before, float* dpre) {
  const auto n = static_cast<std::size_t>(s.units);
  each_example(
      s, mask,
      [&](std::size_t b) {
        each_batch(n, [&](std::size_t j, auto count) {
          const std::size_t at = b * n + j, gate = b * 4 * n + j;
          const Batch i = load_some(gates + gate, count), f = load_some(gates + gate + n, count);
          const Batch g = load_some(gates + gate + 2 * n, count);
          const Batch o = load_some(gates + gate + 3 * n, count);
          const Batch squashed = math::tanh(load_some(c + at, count));
          const Batch d = load_some(dh + at, count);
          const Batch d_cell = load_some(dc + at, count) + d * o * slope_of_tanh(squashed);
          store_some(dc + at, d_cell, count);
          add_some(dc_before + at, d_cell * f, count);
          const auto write = [&](std::size_t k, Batch dgate, Batch slope) {
            const Batch total = load_some(dgates + gate + k * n, count) + dgate;
            store_some(dgates + gate + k * n, total, count);
            store_some(dpre + gate + k * n, total * slope, count);
          };
          write(0, d_cell * g, slope_of_sigmoid(i));
          write(1, d_cell * load_some(c_before + at, count), slope_of_sigmoid(f));
          write(2, d_cell * i, slope_of_tanh(g));
          write(3, d * squashed, slope_of_sigmoid(o));
        });
      },
      [&](std::size_t b) {
        for (std::size_t j = b * n; j < (b + 1) * n; ++j) {
          dh_before[j] += dh[j];
          dc_before[j] += dc[j];
        }
        std::fill_n(dpre + b * 4 * n, 4 * n, 0.0f);
      });
}

void gru_cell(CellShape s, const float* x, float* gates, float* q, const float* mask,
              const float* h_before, float* h) {
  const auto n = static_cast<std::size_t>(s.units);
  each_example(
      s, mask,
      [&](std::size_t b) {
        float *const r = gates + b * 3 * n, *const z = r + n, *const candidate = z + n;
        const float* const from_x = x + b * 3 * n;
        const auto sigmoid_of_sum = [](Batch u, Batch v) { return math::sigmoid(u + v); };
        map(from_x, r, r, 2 * n, sigmoid_of_sum);
        std::copy_n(candidate, n, q + b * n);
        each_batch(n, [&](std::size_t j, auto count) {
          const Batch gated = load_some(r + j, count) * load_some(candidate + j, count);
          const Batch c = math::tanh(load_some(from_x + 2 * n + j, count) + gated);
          const Batch keep = load_some(z + j, count);
          const Batch before = load_some(h_before + b * n + j, count);
          store_some(candidate + j, c, count);
          store_some(h + b * n + j, (Batch(1.0f) - keep) * c + keep * before, count);
        });
      },
      [&](std::size_t b) {
        std::fill_n(gates + b * 3 * n, 3 * n, 0.0f);
        std::fill_n(q + b * n, n, 0.0f);
        std::copy_n(h_before + b * n, n, h + b * n);
      });
}

void gru_cell_backward(CellShape s, const float* gates, const float* q, const float* h_before,
                       const float* mask, const float* dh, float* dgates, float* dq,
                       float* dh_before, float* dx_pre, float* ds_pre) {
  const auto n = static_cast<std::size_t>(s.units);
  each_example(
      s, mask,
      [&](std::size_t b) {
        each_batch(n, [&](std::size_t j, auto count) {
          const std::size_t at = b * n + j, gate = b * 3 * n + j;
          const Batch r = load_some(gates + gate, count), z = load_some(gates + gate + n, count);
          const Batch candidate = load_some(gates + gate + 2 * n, count);
          const Batch d = load_some(dh + at, count);
          const auto total = [&](std::size_t k, Batch dgate) {
            const Batch sum = load_some(dgates + gate + k * n, count) + dgate;
            store_some(dgates + gate + k * n, sum, count);
            return sum;
          };
          add_some(dh_before + at, d * z, count);
          const Batch d_candidate = total(2, d * (Batch(1.0f) - z)) * slope_of_tanh(candidate);
          const Batch d_r = total(0, d_candidate * load_some(q + at, count)) * slope_of_sigmoid(r);
          const Batch d_z =
              total(1, d * (load_some(h_before + at, count) - candidate)) * slope_of_sigmoid(z);
          const Batch d_state_part = load_some(dq + at, count) + d_candidate * r;
          store_some(dq + at, d_state_part, count);
          store_some(dx_pre + gate, d_r, count);
          store_some(dx_pre + gate + n, d_z, count);
          store_some(dx_pre + gate + 2 * n, d_candidate, count);
          store_some(ds_pre + gate, d_r, count);
          store_some(ds_pre + gate + n, d_z, count);
          store_some(ds_pre + gate + 2 * n, d_state_part, count);
        });
      },
      [&](std::size_t b) {
        for (std::size_t j = b * n; j < (b + 1) * n; ++j) dh_before[j] += dh[j];
        std::fill_n(dx_pre + b * 3 * n, 3 * n, 0.0f);
        std::fill_n(ds_pre + b * 3 * n, 3 * n, 0.0f);
      });
}

}  // namespace lushan::kernels
