#include "kernels/loss.h"
#include "ops/loss.h"

namespace lushan {
namespace {

// loss = |x - t|, mean over an example's outputs: over a batch, PyTorch's L1Loss
void loss_absolute_forward(const OpCall& c) {
  kernels::absolute_error(c.x[0], c.x[1], c.y, c.in[0].rows(), c.in[0].back());
}

void loss_absolute_backward(const OpCall& c) {
  kernels::absolute_error_backward(c.x[0], c.x[1], c.dy, c.dx[0], c.in[0].rows(), c.in[0].back());
}

}  // namespace

const LossDef loss_absolute = {
    .name = "absolute",
    .defaults = default_settings<NoOptions>,
    .op = element_loss_op("absolute", loss_absolute_forward, loss_absolute_backward),
    .takes_values = true,
    .coding = ClassCoding::signs,
    .link = Link::identity,
    .attributes = no_attributes,
};

std::vector<Sample> samples_loss_absolute() {
  return {{.inputs = {{.shape = {4, 3}, .low = 1.2f, .high = 2},
                      {.shape = {4, 3}, .differentiable = false}}}};
}

}  // namespace lushan
