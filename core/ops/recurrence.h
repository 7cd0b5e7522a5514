#pragma once

#include <algorithm>

#include "graph/op.h"
#include "kernels/matmul.h"
#include "kernels/recurrent.h"

namespace lushan {

// What rnn, lstm and gru share. Each is one op over a whole sequence: its input x (T, B, G H) is
// the projection of all steps, made in one product outside, and W (H, G H) leads from one state to
// the next. y holds sections one behind the other: states (T, B, H), gates (T, B, G H) and a second
// state (T, B, H); views of them are what a model names and reads. A section's gradient is
// complete after backward, what came back through time included.
// Attributes: i[0] runs from the last step to the first; i[1], with T = 1, goes on from the state
// in y when Replay::position > 0.
struct RecurrentLayout {
  int gates;        // G
  int more = 0;     // sections (T, B, H) behind the gates
  int first_state;  // input that the first step begins with; missing: zeros
  int mask;         // input (T, B); missing: every step counts

  // Floats before the gates, and before the section behind them.
  static std::size_t states(const Shape& x, int units) {
    return static_cast<std::size_t>(x.rows()) * static_cast<std::size_t>(units);
  }
  std::size_t behind_gates(const Shape& x, int units) const {
    return states(x, units) * static_cast<std::size_t>(1 + gates);
  }

  // y as rows of H: its sections are whole numbers of rows. Throws Error on shapes that do not fit.
  Shape infer(Shapes in) const;
  // Transposed W, gradients of the gates' inputs, zeros, and what nobody reads.
  std::size_t scratch(Shapes in) const;
  double operations(Shapes in) const;
};

// One call's steps in the order they are taken.
class Recurrence {
 public:
  Recurrence(const OpCall& c, const RecurrentLayout& layout)
      : steps(c.in[0][0]),
        batch(c.in[0][1]),
        units(c.in[1][0]),
        wide(layout.gates * units),
        state(static_cast<std::size_t>(batch) * static_cast<std::size_t>(units)),
        gates(state * static_cast<std::size_t>(layout.gates)),
        reverse_(c.attr.i[0] != 0),
        goes_on_(c.attr.i[1] != 0 && c.replay->position > 0) {}

  std::size_t at(int k) const { return static_cast<std::size_t>(reverse_ ? steps - 1 - k : k); }

  // The state before the k-th step taken, in a section that begins at `states`.
  template <class Float>
  Float* before(int k, Float* states, Float* first) const {
    if (k > 0) return states + at(k - 1) * state;
    return goes_on_ ? states : first;
  }

  kernels::CellShape cell() const { return {batch, units}; }

  const int steps, batch, units, wide;
  const std::size_t state, gates;  // floats of one step

  // to (B, wide) += h (B, H) W
  void add_product(const float* h, const float* w, float* to, float* scratch) const {
    kernels::matmul({.a = h,
                     .b = w,
                     .c = to,
                     .m = batch,
                     .n = wide,
                     .k = units,
                     .lda = units,
                     .ldb = wide,
                     .ldc = wide,
                     .accumulate = true},
                    scratch);
  }

  // dh (B, H) += d (B, wide) W^T, by W^T (wide, H) as it is stored
  void add_back(const float* d, const float* transposed_w, float* dh, float* scratch) const {
    kernels::matmul({.a = d,
                     .b = transposed_w,
                     .c = dh,
                     .m = batch,
                     .n = units,
                     .k = wide,
                     .lda = wide,
                     .ldb = units,
                     .ldc = units,
                     .accumulate = true},
                    scratch);
  }

  // dW (H, wide) += the sum over steps of (state before)^T d, in two products: one for all steps
  // but the first, whose states before lie one behind the other, and one for the first.
  void add_weight_gradient(const float* states, const float* first, const float* d, float* dw,
                           float* scratch) const {
    const auto product = [&](const float* h, const float* from, int rows) {
      kernels::matmul({.a = h,
                       .b = from,
                       .c = dw,
                       .m = units,
                       .n = wide,
                       .k = rows,
                       .lda = units,
                       .ldb = wide,
                       .ldc = wide,
                       .transpose_a = true,
                       .accumulate = true},
                      scratch);
    };
    const int rows = (steps - 1) * batch;
    if (rows > 0) {
      product(states + (reverse_ ? state : 0), d + (reverse_ ? 0 : gates), rows);
    }
    if (first) product(first, d + at(0) * gates, batch);
  }

 private:
  bool reverse_, goes_on_;
};

// Parts of a call's scratch memory.
struct RecurrentScratch {
  RecurrentScratch(const OpCall& c, const Recurrence& r, int gates_of_pre = 1)
      : zeros(c.scratch),
        sink(zeros + r.state),
        transposed_w(sink + r.state),
        dpre(transposed_w + static_cast<std::size_t>(r.units) * static_cast<std::size_t>(r.wide)),
        matmul(dpre + r.gates * static_cast<std::size_t>(r.steps * gates_of_pre)) {
    std::fill_n(zeros, 2 * r.state, 0.0f);
  }

  void transpose(const Recurrence& r, const float* w) const {
    for (int i = 0; i < r.units; ++i) {
      for (int j = 0; j < r.wide; ++j) transposed_w[j * r.units + i] = w[i * r.wide + j];
    }
  }

  float *zeros, *sink, *transposed_w, *dpre, *matmul;
};

}  // namespace lushan
