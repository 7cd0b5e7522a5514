#include "kernels/elementwise.h"
#include "ops/activation.h"
#include "ops/ops.h"

namespace lushan {
namespace {

constexpr float alpha = 1;

// y = x above zero, exp(x) - 1 below (Clevert et al. 2015, alpha = 1)
void elu_forward(const OpCall& c) { kernels::elu(c.x[0], c.y, c.n, alpha); }

// dx = dy, times exp(x) below zero
void elu_backward(const OpCall& c) { kernels::elu_backward(c.x[0], c.dy, c.dx[0], c.n, alpha); }

}  // namespace

const OpDef op_elu = activation_op("elu", elu_forward, elu_backward);

std::vector<Sample> samples_elu() { return smooth_sample(); }

}  // namespace lushan
