#include "kernels/elementwise.h"
#include "kernels/loss.h"
#include "ops/label_smoothing.h"
#include "ops/loss.h"

namespace lushan {
namespace {

// loss = log(1 + exp(x)) - q x for a logit x and q = (1 - s) t + s / 2, mean over an example's
// outputs: over a batch, PyTorch's BCEWithLogitsLoss. Attribute f[0] is the smoothing s. Saves q.
void loss_binary_cross_entropy_forward(const OpCall& c) {
  const std::size_t size = c.in[0].size();
  kernels::fill(c.saved, c.attr.f[0] / 2, size);
  kernels::axpy(1 - c.attr.f[0], c.x[1], c.saved, size);
  kernels::binary_cross_entropy(c.x[0], c.saved, c.y, c.in[0].rows(), c.in[0].back());
}

// dx = (sigmoid(x) - q) dy
void loss_binary_cross_entropy_backward(const OpCall& c) {
  kernels::binary_cross_entropy_backward(c.x[0], c.saved, c.dy, c.dx[0], c.in[0].rows(),
                                         c.in[0].back());
}

std::size_t loss_binary_cross_entropy_saved(Shapes in, const Attributes&) { return in[0].size(); }

OpDef with_saved_targets(OpDef op) {
  op.saved = loss_binary_cross_entropy_saved;
  return op;
}

}  // namespace

const LossDef loss_binary_cross_entropy = {
    .name = "binary_cross_entropy",
    .defaults = default_settings<LabelSmoothingOptions>,
    .op = with_saved_targets(element_loss_op("binary_cross_entropy",
                                             loss_binary_cross_entropy_forward,
                                             loss_binary_cross_entropy_backward)),
    .takes_values = false,
    .coding = ClassCoding::bits,
    .link = Link::sigmoid,
    .attributes = label_smoothing_attributes,
};

std::vector<Sample> samples_loss_binary_cross_entropy() {
  const SampleInput logits{.shape = {4, 3}, .low = -3, .high = 3};
  const SampleInput targets{.shape = {4, 3}, .classes = 2};
  return {{.inputs = {logits, targets}}, {.inputs = {logits, targets}, .attr = {.f = {0.3f}}}};
}

}  // namespace lushan
