#include "kernels/softmax.h"
#include "ops/label_smoothing.h"
#include "ops/loss.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// logits (B, K), label (B, 1) of class indices -> loss (B)
Shape loss_cross_entropy_infer(Shapes in, const Attributes&) {
  if (in[0].rank() != 2 || in[1] != Shape{in[0][0], 1}) {
    throw Error("the prediction " + in[0].text() + " and the labels " + in[1].text() +
                " do not fit; cross-entropy takes one class index for each row of logits.");
  }
  return {in[0][0]};
}

// loss = -sum of q log softmax(x), q the label's distribution after smoothing (Szegedy et al.
// 2016; PyTorch's CrossEntropyLoss). Attribute f[0] is the smoothing. Saves softmax(x).
void loss_cross_entropy_forward(const OpCall& c) {
  kernels::cross_entropy(c.x[0], c.x[1], c.y, c.saved, c.in[0].rows(), c.in[0].back(), c.attr.f[0]);
}

// dx = (softmax(x) - q) dy
void loss_cross_entropy_backward(const OpCall& c) {
  kernels::cross_entropy_backward(c.saved, c.x[1], c.dy, c.dx[0], c.in[0].rows(), c.in[0].back(),
                                  c.attr.f[0]);
}

std::size_t loss_cross_entropy_saved(Shapes in, const Attributes&) { return in[0].size(); }

}  // namespace

const LossDef loss_cross_entropy = {
    .name = "cross_entropy",
    .defaults = default_settings<LabelSmoothingOptions>,
    .op = {.name = "cross_entropy",
           .arity = 2,
           .infer = loss_cross_entropy_infer,
           .forward = loss_cross_entropy_forward,
           .backward = loss_cross_entropy_backward,
           .saved = loss_cross_entropy_saved},
    .takes_values = false,
    .coding = ClassCoding::index,
    .link = Link::softmax,
    .attributes = label_smoothing_attributes,
};

std::vector<Sample> samples_loss_cross_entropy() {
  return {{.inputs = {{.shape = {3, 5}, .low = -2, .high = 2}, {.shape = {3, 1}, .classes = 5}}},
          {.inputs = {{.shape = {4, 3}, .low = -2, .high = 2}, {.shape = {4, 1}, .classes = 3}},
           .attr = {.f = {0.2f}}}};
}

}  // namespace lushan
