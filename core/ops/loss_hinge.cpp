#include "kernels/loss.h"
#include "ops/loss.h"

namespace lushan {
namespace {

// loss = max(0, 1 - t x) for targets of -1 and +1 (support vector machines)
void loss_hinge_forward(const OpCall& c) {
  kernels::hinge(c.x[0], c.x[1], c.y, c.in[0].rows(), c.in[0].back());
}

void loss_hinge_backward(const OpCall& c) {
  kernels::hinge_backward(c.x[0], c.x[1], c.dy, c.dx[0], c.in[0].rows(), c.in[0].back());
}

}  // namespace

const LossDef loss_hinge = {
    .name = "hinge",
    .defaults = default_settings<NoOptions>,
    .op = element_loss_op("hinge", loss_hinge_forward, loss_hinge_backward),
    .takes_values = false,
    .coding = ClassCoding::signs,
    .link = Link::identity,
    .attributes = no_attributes,
};

std::vector<Sample> samples_loss_hinge() {
  return {{.inputs = {{.shape = {4, 3}, .low = -0.9f, .high = 0.9f},
                      {.shape = {4, 3}, .differentiable = false}}}};
}

}  // namespace lushan
