#include "kernels/elementwise.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (...) tokens, table (V, D) -> y (..., D), each token's row. f[0]: a factor on the rows, 0 for
// none (the 2017 paper multiplies by the square root of D).
Shape embedding_infer(Shapes in, const Attributes&) {
  if (in[1].rank() != 2 || in[0].rank() > 2) {
    throw Error("tokens " + in[0].text() + " need a table of one row for each, and got " +
                in[1].text() + ".");
  }
  return in[0].rank() == 1 ? Shape{in[0][0], in[1][1]} : Shape{in[0][0], in[0][1], in[1][1]};
}

float factor(const OpCall& c) { return c.attr.f[0] == 0 ? 1.0f : c.attr.f[0]; }

void embedding_forward(const OpCall& c) {
  const auto width = static_cast<std::size_t>(c.out.back());
  const float scale = factor(c);
  for (std::size_t i = 0; i < c.in[0].size(); ++i) {
    const float* row = c.x[1] + static_cast<std::size_t>(c.x[0][i]) * width;
    kernels::scale(row, scale, c.y + i * width, width);
  }
}

// d table[token] += dy, token by token in order
void embedding_backward(const OpCall& c) {
  if (!c.dx[1]) return;
  const auto width = static_cast<std::size_t>(c.out.back());
  const float scale = factor(c);
  for (std::size_t i = 0; i < c.in[0].size(); ++i) {
    float* row = c.dx[1] + static_cast<std::size_t>(c.x[0][i]) * width;
    kernels::axpy(scale, c.dy + i * width, row, width);
  }
}

// One for each place where the token stands.
std::vector<GradientTerm> embedding_terms(const OpCall& c, std::size_t, std::size_t index) {
  const auto width = static_cast<std::size_t>(c.out.back());
  std::vector<GradientTerm> terms;
  for (std::size_t i = 0; i < c.in[0].size(); ++i) {
    if (static_cast<std::size_t>(c.x[0][i]) != index / width) continue;
    add_term(terms, i, c.dy[i * width + index % width], factor(c));
  }
  return terms;
}

}  // namespace

const OpDef op_embedding = {.name = "embedding",
                            .arity = 2,
                            .infer = embedding_infer,
                            .forward = embedding_forward,
                            .backward = embedding_backward,
                            .terms = embedding_terms};

std::vector<Sample> samples_embedding() {
  return {{.inputs = {{.shape = {4, 3}, .classes = 5}, {.shape = {5, 6}}}},
          {.inputs = {{.shape = {4}, .classes = 2}, {.shape = {2, 3}}}, .attr = {.f = {1.5f}}}};
}

}  // namespace lushan
