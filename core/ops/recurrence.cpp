#include "ops/recurrence.h"

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

std::size_t RecurrentLayout::scratch(Shapes in) const {
  const int batch = in[0][1], units = in[1][0], wide = in[1][1], rows = in[0].rows();
  const std::size_t state = static_cast<std::size_t>(batch) * static_cast<std::size_t>(units);
  const std::size_t dpre = 2 * in[0].size();  // gru has two gradients of a gate's input
  return 2 * state + in[1].size() + dpre +
         std::max({kernels::matmul_scratch(batch, wide, units),
                   kernels::matmul_scratch(batch, units, wide),
                   kernels::matmul_scratch(units, wide, rows)});
}

double RecurrentLayout::operations(Shapes in) const {
  return 2.0 * in[0].rows() * in[1][0] * in[1][1] + 10.0 * static_cast<double>(in[0].size());
}

}  // namespace lushan
