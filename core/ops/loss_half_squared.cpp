#include "kernels/loss.h"
#include "ops/loss.h"

namespace lushan {
namespace {

// loss = (x - t)^2 / 2, mean over an example's outputs: TensorFlow Playground's and many textbooks'
void loss_half_squared_forward(const OpCall& c) {
  kernels::half_squared_error(c.x[0], c.x[1], c.y, c.in[0].rows(), c.in[0].back());
}

void loss_half_squared_backward(const OpCall& c) {
  kernels::half_squared_error_backward(c.x[0], c.x[1], c.dy, c.dx[0], c.in[0].rows(),
                                       c.in[0].back());
}

}  // namespace

const LossDef loss_half_squared = {
    .name = "half_squared",
    .defaults = default_settings<NoOptions>,
    .op = element_loss_op("half_squared", loss_half_squared_forward, loss_half_squared_backward),
    .takes_values = true,
    .coding = ClassCoding::signs,
    .link = Link::identity,
    .attributes = no_attributes,
};

std::vector<Sample> samples_loss_half_squared() {
  return {{.inputs = {{.shape = {4, 3}}, {.shape = {4, 3}, .differentiable = false}}}};
}

}  // namespace lushan
