#include "kernels/loss.h"

#include "kernels/math_simd.h"
#include "kernels/row_simd.h"

namespace lushan::kernels {
namespace {

template <class F>
void mean_rows(const float* x, const float* t, float* loss, int rows, int cols, F f) {
  if (cols == 1) {
    map(x, t, loss, static_cast<std::size_t>(rows), f);
    return;
  }
  const auto n = static_cast<std::size_t>(cols);
  for (int i = 0; i < rows; ++i, x += n, t += n) {
    const float total = sum_row(n, [&](std::size_t j, std::size_t count) {
      if (count == lanes) return f(load(x + j), load(t + j));
      alignas(16) float part[lanes];
      f(load_first(x + j, count), load_first(t + j, count)).store_aligned(part);
      return load_first(part, count);
    });
    loss[i] = total / static_cast<float>(cols);
  }
}

template <class F>
void accumulate_rows(const float* x, const float* t, const float* dloss, float* dx, int rows,
                     int cols, F slope) {
  const auto n = static_cast<std::size_t>(cols);
  if (cols == 1) {
    const auto m = static_cast<std::size_t>(rows);
    std::size_t i = 0;
    for (; i < m; i += lanes) {
      const std::size_t r = m - i < lanes ? m - i : lanes;
      const Batch g = load_some(dloss + i, r) * slope(load_some(x + i, r), load_some(t + i, r));
      store_some(dx + i, load_some(dx + i, r) + g, r);
    }
    return;
  }
  for (int i = 0; i < rows; ++i, x += n, t += n, dx += n) {
    const Batch g(dloss[i] / static_cast<float>(cols));
    map(x, t, dx, dx, n, [&](Batch u, Batch v, Batch d) { return d + g * slope(u, v); });
  }
}

Batch sign(Batch e) {
  const Batch one(1.0f), zero(0.0f);
  return xsimd::select(e > zero, one, xsimd::select(e < zero, -one, zero));
}

}  // namespace

void squared_error(const float* x, const float* t, float* loss, int rows, int cols) {
  mean_rows(x, t, loss, rows, cols, [](Batch u, Batch v) { return (u - v) * (u - v); });
}
void squared_error_backward(const float* x, const float* t, const float* dloss, float* dx, int rows,
                            int cols) {
  accumulate_rows(x, t, dloss, dx, rows, cols,
                  [](Batch u, Batch v) { return Batch(2.0f) * (u - v); });
}

void half_squared_error(const float* x, const float* t, float* loss, int rows, int cols) {
  mean_rows(x, t, loss, rows, cols,
            [](Batch u, Batch v) { return Batch(0.5f) * ((u - v) * (u - v)); });
}
void half_squared_error_backward(const float* x, const float* t, const float* dloss, float* dx,
                                 int rows, int cols) {
  accumulate_rows(x, t, dloss, dx, rows, cols, [](Batch u, Batch v) { return u - v; });
}

void absolute_error(const float* x, const float* t, float* loss, int rows, int cols) {
  mean_rows(x, t, loss, rows, cols, [](Batch u, Batch v) { return xsimd::abs(u - v); });
}
void absolute_error_backward(const float* x, const float* t, const float* dloss, float* dx,
                             int rows, int cols) {
  accumulate_rows(x, t, dloss, dx, rows, cols, [](Batch u, Batch v) { return sign(u - v); });
}

void huber(const float* x, const float* t, float* loss, int rows, int cols, float delta) {
  mean_rows(x, t, loss, rows, cols, [d = Batch(delta)](Batch u, Batch v) {
    const Batch e = xsimd::abs(u - v), half(0.5f);
    return xsimd::select(e > d, d * (e - half * d), half * e * e);
  });
}
void huber_backward(const float* x, const float* t, const float* dloss, float* dx, int rows,
                    int cols, float delta) {
  accumulate_rows(x, t, dloss, dx, rows, cols,
                  [d = Batch(delta)](Batch u, Batch v) { return at_least(at_most(u - v, d), -d); });
}

void binary_cross_entropy(const float* x, const float* t, float* loss, int rows, int cols) {
  mean_rows(x, t, loss, rows, cols, [](Batch u, Batch v) {
    // max(x, 0) - t x first: for t = 1 it is exactly 0, which keeps the digits of a small loss
    return (at_least(u, Batch(0.0f)) - u * v) + math::log1p_of_unit(math::exp(-xsimd::abs(u)));
  });
}
void binary_cross_entropy_backward(const float* x, const float* t, const float* dloss, float* dx,
                                   int rows, int cols) {
  accumulate_rows(x, t, dloss, dx, rows, cols,
                  [](Batch u, Batch v) { return math::sigmoid(u) - v; });
}

void hinge(const float* x, const float* t, float* loss, int rows, int cols) {
  mean_rows(x, t, loss, rows, cols,
            [](Batch u, Batch v) { return at_least(Batch(1.0f) - v * u, Batch(0.0f)); });
}
void hinge_backward(const float* x, const float* t, const float* dloss, float* dx, int rows,
                    int cols) {
  accumulate_rows(x, t, dloss, dx, rows, cols, [](Batch u, Batch v) {
    return xsimd::select(v * u < Batch(1.0f), -v, Batch(0.0f));
  });
}

}  // namespace lushan::kernels
