#include "kernels/loss.h"
#include "ops/loss.h"

namespace lushan {
namespace {

struct HuberOptions {
  double delta = 1;

  void fields(Fields& f) {
    f.number("delta", delta, {.min = 0.001, .max = 1000, .scale = Scale::log});
  }
};

// loss = (x - t)^2 / 2 within delta of the target, delta (|x - t| - delta / 2) beyond (Huber 1964;
// PyTorch's HuberLoss), mean over an example's outputs. Attribute f[0] is delta.
void loss_huber_forward(const OpCall& c) {
  kernels::huber(c.x[0], c.x[1], c.y, c.in[0].rows(), c.in[0].back(), c.attr.f[0]);
}

void loss_huber_backward(const OpCall& c) {
  kernels::huber_backward(c.x[0], c.x[1], c.dy, c.dx[0], c.in[0].rows(), c.in[0].back(),
                          c.attr.f[0]);
}

Attributes attributes(const Settings& s) {
  return {.f = {static_cast<float>(s.as<HuberOptions>().delta)}};
}

}  // namespace

const LossDef loss_huber = {
    .name = "huber",
    .defaults = default_settings<HuberOptions>,
    .op = element_loss_op("huber", loss_huber_forward, loss_huber_backward),
    .takes_values = true,
    .coding = ClassCoding::signs,
    .link = Link::identity,
    .attributes = attributes,
};

// Both pieces; the first derivative is continuous where they meet.
std::vector<Sample> samples_loss_huber() {
  return {{.inputs = {{.shape = {4, 5}, .low = -2, .high = 2},
                      {.shape = {4, 5}, .differentiable = false}},
           .attr = {.f = {0.5f}}}};
}

}  // namespace lushan
