#include "kernels/loss.h"
#include "ops/loss.h"

namespace lushan {
namespace {

// loss = (x - t)^2, mean over an example's outputs: over a batch, PyTorch's MSELoss
void loss_squared_forward(const OpCall& c) {
  kernels::squared_error(c.x[0], c.x[1], c.y, c.in[0].rows(), c.in[0].back());
}

void loss_squared_backward(const OpCall& c) {
  kernels::squared_error_backward(c.x[0], c.x[1], c.dy, c.dx[0], c.in[0].rows(), c.in[0].back());
}

}  // namespace

const LossDef loss_squared = {
    .name = "squared",
    .defaults = default_settings<NoOptions>,
    .op = element_loss_op("squared", loss_squared_forward, loss_squared_backward),
    .takes_values = true,
    .coding = ClassCoding::signs,
    .link = Link::identity,
    .attributes = no_attributes,
};

std::vector<Sample> samples_loss_squared() {
  return {{.inputs = {{.shape = {4, 3}}, {.shape = {4, 3}, .differentiable = false}}}};
}

}  // namespace lushan
