#include "kernels/additive.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// q (T, B, A), k (S, B, A), v (A) -> y (B, 1, T, S), see kernels::additive_scores
Shape additive_scores_infer(Shapes in, const Attributes&) {
  if (in[0].rank() != 3 || in[1].rank() != 3 || in[0][1] != in[1][1] || in[0][2] != in[1][2] ||
      in[2] != Shape{in[0][2]}) {
    throw Error("queries " + in[0].text() + ", keys " + in[1].text() + " and their weights " +
                in[2].text() + " must agree in examples and width.");
  }
  return {in[0][1], 1, in[0][0], in[1][0]};
}

kernels::AdditiveShape shape(const OpCall& c) {
  return {c.in[0][0], c.in[1][0], c.in[0][1], c.in[0][2]};
}

void additive_scores_forward(const OpCall& c) {
  kernels::additive_scores(shape(c), c.x[0], c.x[1], c.x[2], c.y, c.saved);
}

void additive_scores_backward(const OpCall& c) {
  kernels::additive_scores_backward(shape(c), c.x[2], c.saved, c.dy, c.dx[0], c.dx[1], c.dx[2]);
}

std::size_t additive_scores_saved(Shapes in, const Attributes&) {
  return bounded_product({in[0].size(), static_cast<std::size_t>(in[1][0])});
}

double additive_scores_operations(Shapes in, const Attributes&) {
  return 10.0 * static_cast<double>(in[0].size()) * in[1][0];
}

// One for each query and key; what tanh made of them is saved.
std::vector<GradientTerm> additive_scores_terms(const OpCall& c, std::size_t, std::size_t index) {
  const std::size_t width = c.in[2].size();
  std::vector<GradientTerm> terms;
  for (std::size_t at = 0; at < c.n; ++at) {
    add_term(terms, at, c.dy[at], c.saved[at * width + index]);
  }
  return terms;
}

}  // namespace

const OpDef op_additive_scores = {.name = "additive_scores",
                                  .arity = 3,
                                  .infer = additive_scores_infer,
                                  .forward = additive_scores_forward,
                                  .backward = additive_scores_backward,
                                  .saved = additive_scores_saved,
                                  .operations = additive_scores_operations,
                                  .terms = additive_scores_terms};

std::vector<Sample> samples_additive_scores() {
  return {{.inputs = {{.shape = {2, 3, 5}}, {.shape = {4, 3, 5}}, {.shape = {5}}}}};
}

}  // namespace lushan
