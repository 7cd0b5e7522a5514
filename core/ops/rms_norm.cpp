#include "kernels/normalize.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

int rms_norm_width(Shapes in, const Attributes& attr) {
  return in.size() > 1 && in[1].rank() > 0 ? static_cast<int>(in[1].size()) : attr.i[0];
}

// x (..., N), gamma (N), which may be missing -> y = gamma x / sqrt(mean of x^2 + eps) over each
// run of N numbers (Zhang and Sennrich 2019). f[0] is eps; without gamma i[0] is N.
Shape rms_norm_infer(Shapes in, const Attributes& attr) {
  const int n = rms_norm_width(in, attr);
  if (n < 1 || in[0].size() % static_cast<std::size_t>(n) != 0) {
    throw Error("the values " + in[0].text() + " do not divide into runs of " + std::to_string(n) +
                " numbers.");
  }
  return in[0];
}

struct RmsNormRows {
  explicit RmsNormRows(const OpCall& c)
      : cols(c.in[1].rank() ? static_cast<int>(c.in[1].size()) : c.attr.i[0]),
        rows(static_cast<int>(c.n) / cols) {}
  int cols, rows;
};

void rms_norm_forward(const OpCall& c) {
  const RmsNormRows r(c);
  kernels::normalize_rows(c.x[0], c.x[1], nullptr, c.y, c.saved, r.rows, r.cols, c.attr.f[0],
                          false);
}

void rms_norm_backward(const OpCall& c) {
  const RmsNormRows r(c);
  kernels::normalize_rows_backward(c.x[0], c.x[1], c.saved, c.dy, c.into(0), c.dx[1], nullptr,
                                   r.rows, r.cols, false);
}

// mean and 1 / deviation of each row
std::size_t rms_norm_saved(Shapes in, const Attributes& attr) {
  return 2 * in[0].size() / static_cast<std::size_t>(rms_norm_width(in, attr));
}

double rms_norm_operations(Shapes in, const Attributes&) {
  return 8.0 * static_cast<double>(in[0].size());
}

std::vector<GradientTerm> rms_norm_terms(const OpCall& c, std::size_t, std::size_t index) {
  const RmsNormRows r(c);
  std::vector<GradientTerm> terms;
  for (int row = 0; row < r.rows; ++row) {
    const float *x = c.x[0] + row * r.cols, *dy = c.dy + row * r.cols, *stats = c.saved + 2 * row;
    add_term(terms, static_cast<std::size_t>(row), dy[index], x[index] * stats[1]);
  }
  return terms;
}

}  // namespace

const OpDef op_rms_norm = {.name = "rms_norm",
                           .arity = 2,
                           .infer = rms_norm_infer,
                           .forward = rms_norm_forward,
                           .backward = rms_norm_backward,
                           .saved = rms_norm_saved,
                           .operations = rms_norm_operations,
                           .terms = rms_norm_terms,
                           .assigns = {true}};

std::vector<Sample> samples_rms_norm() {
  const Attributes attr{.f = {1e-5f}};
  return {{.inputs = {{.shape = {3, 7}}, {.shape = {7}}}, .attr = attr},
          {.inputs = {{.shape = {2, 3, 8}}}, .attr = {.i = {8}, .f = {1e-5f}}},
          {.inputs = {{.shape = {2, 2, 3, 2}}, {.shape = {2, 3, 2}}}, .attr = attr}};
}

}  // namespace lushan
