#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (N), mask (N) of ones and zeros -> y (1), the mean over the ones; 0 when there are none. As
// PyTorch's cross-entropy averages over what ignore_index leaves.
Shape masked_mean_infer(Shapes in, const Attributes&) {
  if (in[0].size() != in[1].size()) {
    throw Error("the values " + in[0].text() + " and their mask " + in[1].text() +
                " must be as many.");
  }
  return {1};
}

double counted(const OpCall& c) {
  double count = 0;
  for (std::size_t i = 0; i < c.in[1].size(); ++i) count += static_cast<double>(c.x[1][i]);
  return count;
}

void masked_mean_forward(const OpCall& c) {
  double sum = 0;
  for (std::size_t i = 0; i < c.in[0].size(); ++i) {
    if (c.x[1][i] != 0) sum += static_cast<double>(c.x[0][i]);
  }
  const double count = counted(c);
  c.y[0] = count > 0 ? static_cast<float>(sum / count) : 0.0f;
}

// dx = mask dy / count
void masked_mean_backward(const OpCall& c) {
  const double count = counted(c);
  if (count == 0 || !c.dx[0]) return;
  const float d = static_cast<float>(static_cast<double>(c.dy[0]) / count);
  for (std::size_t i = 0; i < c.in[0].size(); ++i) c.dx[0][i] += c.x[1][i] * d;
}

}  // namespace

const OpDef op_masked_mean = {.name = "masked_mean",
                              .arity = 2,
                              .infer = masked_mean_infer,
                              .forward = masked_mean_forward,
                              .backward = masked_mean_backward};

std::vector<Sample> samples_masked_mean() {
  return {{.inputs = {{.shape = {13}}, {.shape = {13}, .classes = 2}}}};
}

}  // namespace lushan
