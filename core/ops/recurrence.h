#pragma once

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

  // Floats of W (H, G H), packed for products with it or with its transpose.
  static std::size_t packed(const Shape& w);

  // y as rows of H: its sections are whole numbers of rows. Throws Error on shapes that do not fit.
  Shape infer(Shapes in) const;
  std::size_t scratch(Shapes in) const;  // of RecurrentScratch
  double operations(Shapes in) const;
};

// Parts of a call's scratch memory.
struct RecurrentScratch {
  RecurrentScratch(const OpCall& c, const RecurrentLayout& layout);

  float *zeros, *sink;  // (B, H): a first state that is missing, and its gradient
  float* packed;        // W, packed for the products of all steps
  float* dpre;          // gradients of the gates' inputs; those of x itself where they are fresh
  float* from_state;    // the state's part of them, where it is not x's too, as in gru
  float* matmul;
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
        scratch(c, layout),
        w_(c.x[1]),
        reverse_(c.attr.i[0] != 0),
        goes_on_(c.attr.i[1] != 0 && c.replay->position > 0) {}

  const int steps, batch, units, wide;
  const std::size_t state, gates;  // floats of one step
  const RecurrentScratch scratch;

  std::size_t at(int k) const { return static_cast<std::size_t>(reverse_ ? steps - 1 - k : k); }

  // The state before the k-th step taken, in a section that begins at `states`.
  template <class Float>
  Float* before(int k, Float* states, Float* first) const {
    if (k > 0) return states + at(k - 1) * state;
    return goes_on_ ? states : first;
  }

  kernels::CellShape cell() const { return {batch, units}; }

  // Before the first product. A single step repays no packing: it takes W as it lies.
  void pack() const {
    if (steps > 1) kernels::pack(product(nullptr, nullptr), scratch.packed);
  }
  // to (B, wide) = h (B, H) W + bias (wide), which may be null
  void multiply(const float* h, const float* bias, float* to) const {
    kernels::MatmulArgs g = product(h, to);
    g.bias = bias;
    run(g);
  }
  // to (B, wide) += h (B, H) W
  void add_product(const float* h, float* to) const {
    kernels::MatmulArgs g = product(h, to);
    g.accumulate = true;
    run(g);
  }

  // Before the first product with W^T.
  void pack_transposed() const {
    kernels::pack(transposed_product(nullptr, nullptr), scratch.packed);
  }
  // dh (B, H) += d (B, wide) W^T
  void add_transposed_product(const float* d, float* dh) const {
    if (dh == scratch.sink) return;
    kernels::matmul_packed(transposed_product(d, dh), scratch.packed);
  }

  // dW (H, wide) += the sum over steps of (state before)^T d
  void add_weight_gradient(const float* states, const float* first, const float* d,
                           float* dw) const;

  // The products whose sum is dW[index], by the step's place in the sequence: d (T, B, wide) as
  // above, what the weight is multiplied by is the state before.
  std::vector<GradientTerm> weight_terms(const float* states, const float* first, const float* d,
                                         std::size_t index) const;

 private:
  kernels::MatmulArgs product(const float* h, float* to) const {
    return {.a = h,
            .b = w_,
            .c = to,
            .m = batch,
            .n = wide,
            .k = units,
            .lda = units,
            .ldb = wide,
            .ldc = wide};
  }
  kernels::MatmulArgs transposed_product(const float* d, float* dh) const {
    return {.a = d,
            .b = w_,
            .c = dh,
            .m = batch,
            .n = units,
            .k = wide,
            .lda = wide,
            .ldb = wide,
            .ldc = units,
            .transpose_b = true,
            .accumulate = true};
  }
  void run(const kernels::MatmulArgs& g) const {
    steps > 1 ? kernels::matmul_packed(g, scratch.packed) : kernels::matmul(g, scratch.matmul);
  }

  const float* w_;
  bool reverse_, goes_on_;
};

}  // namespace lushan
