#include <algorithm>

#include "kernels/recurrent.h"
#include "kernels/scalar.h"

// The same results by the shortest loops, for tests to compare with.
namespace lushan::kernels::naive {
namespace {

float sigmoid(float x) {
  return static_cast<float>(1 / (1 + kernels::exp(-static_cast<double>(x))));
}

// f(b, j, counts) for every unit j of every example b
template <class F>
void each_unit(CellShape s, const float* mask, F f) {
  for (int b = 0; b < s.batch; ++b) {
    for (int j = 0; j < s.units; ++j) f(b, j, !mask || mask[b] != 0);
  }
}

}  // namespace

void rnn_cell(CellShape s, bool relu, const float* pre, const float* mask, const float* h_before,
              float* h) {
  each_unit(s, mask, [&](int b, int j, bool counts) {
    const int at = b * s.units + j;
    const float x = pre[at];
    h[at] = !counts ? h_before[at] : relu ? std::max(x, 0.0f) : kernels::tanh(x);
  });
}

void lstm_cell(CellShape s, float* gates, const float* mask, const float* h_before,
               const float* c_before, float* h, float* c) {
  each_unit(s, mask, [&](int b, int j, bool counts) {
    const int at = b * s.units + j;
    float* const gate = gates + b * 4 * s.units + j;
    float &i = gate[0], &f = gate[s.units], &g = gate[2 * s.units], &o = gate[3 * s.units];
    i = counts ? sigmoid(i) : 0;
    f = counts ? sigmoid(f) : 0;
    g = counts ? kernels::tanh(g) : 0;
    o = counts ? sigmoid(o) : 0;
    c[at] = counts ? f * c_before[at] + i * g : c_before[at];
    h[at] = counts ? o * kernels::tanh(c[at]) : h_before[at];
  });
}

void gru_cell(CellShape s, const float* x, float* gates, float* q, const float* mask,
              const float* h_before, float* h) {
  each_unit(s, mask, [&](int b, int j, bool counts) {
    const int at = b * s.units + j;
    const float* const from_x = x + b * 3 * s.units + j;
    float* const gate = gates + b * 3 * s.units + j;
    float &r = gate[0], &z = gate[s.units], &n = gate[2 * s.units];
    q[at] = counts ? n : 0;
    r = counts ? sigmoid(from_x[0] + r) : 0;
    z = counts ? sigmoid(from_x[s.units] + z) : 0;
    n = counts ? kernels::tanh(from_x[2 * s.units] + r * q[at]) : 0;
    h[at] = counts ? (1 - z) * n + z * h_before[at] : h_before[at];
  });
}

}  // namespace lushan::kernels::naive
