#include "ops/recurrence.h"

#include <algorithm>

#include "tensor/error.h"

namespace lushan {

Shape RecurrentLayout::infer(Shapes in) const {
  if (in[0].rank() != 3 || in[1].rank() != 2 || in[1][1] != gates * in[1][0] ||
      in[0].back() != in[1][1]) {
    throw Error("the projected sequence " + in[0].text() + " does not meet the weights " +
                in[1].text() + ": both must end in " + std::to_string(gates) +
                " numbers for each unit.");
  }
  const Shape state{in[0][1], in[1][0]};
  for (std::size_t k = 2; k < in.size(); ++k) {
    if (in[k].rank() == 0) continue;
    const bool is_mask = static_cast<int>(k) == mask, is_bias = static_cast<int>(k) < first_state;
    const Shape wanted = is_mask ? Shape{in[0][0], in[0][1]} : is_bias ? Shape{in[1][1]} : state;
    if (in[k] != wanted) {
      throw Error(std::string("the ") +
                  (is_mask   ? "mask "
                   : is_bias ? "bias "
                             : "first state ") +
                  in[k].text() + " must be " + wanted.text() + ".");
    }
  }
  return {in[0].rows() * (1 + gates + more), in[1][0]};
}

std::size_t RecurrentLayout::packed(const Shape& w) {
  return std::max(kernels::packed_size(w[1], w[0]), kernels::packed_size(w[0], w[1]));
}

std::size_t RecurrentLayout::scratch(Shapes in) const {
  const int batch = in[0][1], units = in[1][0], wide = in[1][1], rows = in[0].rows();
  const std::size_t state = static_cast<std::size_t>(batch) * static_cast<std::size_t>(units);
  return 2 * state + packed(in[1]) + 2 * in[0].size() +
         std::max(kernels::matmul_scratch(batch, wide, units),
                  kernels::matmul_scratch(units, wide, rows));
}

double RecurrentLayout::operations(Shapes in) const {
  return 2.0 * in[0].rows() * in[1][0] * in[1][1] + 10.0 * static_cast<double>(in[0].size());
}

RecurrentScratch::RecurrentScratch(const OpCall& c, const RecurrentLayout& layout)
    : zeros(c.scratch) {
  const auto state = static_cast<std::size_t>(c.in[0][1]) * static_cast<std::size_t>(c.in[1][0]);
  sink = zeros + state;
  packed = sink + state;
  from_state = packed + layout.packed(c.in[1]);
  float* const own = from_state + c.in[0].size();
  dpre = c.fresh[0] ? c.dx[0] : own;
  matmul = own + c.in[0].size();
  std::fill_n(zeros, 2 * state, 0.0f);
}

// Two products: one for all steps but the first, whose states before lie one behind the other, and
// one for the first.
void Recurrence::add_weight_gradient(const float* states, const float* first, const float* d,
                                     float* dw) const {
  const auto add = [&](const float* h, const float* from, int rows) {
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
                    scratch.matmul);
  };
  const int rows = (steps - 1) * batch;
  if (rows > 0) add(states + (reverse_ ? state : 0), d + (reverse_ ? 0 : gates), rows);
  if (first) add(first, d + at(0) * gates, batch);
}

std::vector<GradientTerm> Recurrence::weight_terms(const float* states, const float* first,
                                                   const float* d, std::size_t index) const {
  const auto width = static_cast<std::size_t>(wide);
  std::vector<GradientTerm> terms;
  for (int k = 0; k < steps; ++k) {
    const float* h = before(k, states, first);
    for (int b = 0; b < batch; ++b) {
      const std::size_t row = at(k) * static_cast<std::size_t>(batch) + static_cast<std::size_t>(b);
      const float x = h ? h[static_cast<std::size_t>(b * units) + index / width] : 0.0f;
      add_term(terms, row, d[row * width + index % width], x);
    }
  }
  return terms;
}

}  // namespace lushan
