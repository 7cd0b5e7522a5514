#include "kernels/elementwise.h"
#include "ops/activation.h"
#include "ops/ops.h"

namespace lushan {
namespace {

constexpr float slope = 0.01f;

// y = x above zero, 0.01 x below (Maas et al. 2013; PyTorch's slope)
void leaky_relu_forward(const OpCall& c) { kernels::leaky_relu(c.x[0], c.y, c.n, slope); }

// dx = dy, times the slope below zero
void leaky_relu_backward(const OpCall& c) {
  kernels::leaky_relu_backward(c.x[0], c.dy, c.dx[0], c.n, slope);
}

}  // namespace

const OpDef op_leaky_relu = activation_op("leaky_relu", leaky_relu_forward, leaky_relu_backward);

std::vector<Sample> samples_leaky_relu() { return bent_sample(); }

}  // namespace lushan
