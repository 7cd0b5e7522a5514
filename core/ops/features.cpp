#include "ops/features.h"

#include <bit>

#include "kernels/elementwise.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

bool wanted(const OpCall& c, int feature) { return (c.attr.i[0] >> feature & 1) != 0; }

// x (B, 1 or 2) -> y (B, number of columns asked for)
Shape features_infer(Shapes in, const Attributes& attr) {
  const int count = std::popcount(static_cast<unsigned>(attr.i[0]));
  if (count == 0) throw Error("no feature is switched on; switch on at least one.");
  if (in[0].rank() != 2 || in[0].back() > 2) {
    throw Error("input features are made of one or two inputs, and there are " +
                std::to_string(in[0].back()) + "; remove the block.");
  }
  for (int f = 0; f < feature_count; ++f) {
    if ((attr.i[0] >> f & 1) != 0 && needs_x2(f) && in[0].back() < 2) {
      throw Error('`' + std::string(feature_names[static_cast<std::size_t>(f)]) +
                  "` needs a second input, and the task has one; switch it off.");
    }
  }
  return in[0].with_back(count);
}

// Sines go through scratch as two columns of their own, so that every element takes the same path.
void features_forward(const OpCall& c) {
  const int inputs = c.in[0].back(), columns = c.out.back(), rows = c.out.rows();
  const std::size_t size = c.in[0].size();
  kernels::sine(c.x[0], c.scratch, size);
  for (int r = 0; r < rows; ++r) {
    const float* x = c.x[0] + r * inputs;
    const float* sine = c.scratch + r * inputs;
    const float x1 = x[0], x2 = x[inputs - 1];
    const float all[feature_count] = {x1, x2, x1 * x1, x2 * x2, x1 * x2, sine[0], sine[inputs - 1]};
    float* y = c.y + r * columns;
    for (int f = 0; f < feature_count; ++f) {
      if (wanted(c, f)) *y++ = all[f];
    }
  }
}

void features_backward(const OpCall& c) {
  const int inputs = c.in[0].back(), columns = c.out.back(), rows = c.out.rows();
  const std::size_t size = c.in[0].size();
  float* cosine = c.scratch;  // d sin(x) / dx
  kernels::fill(cosine, 0, size);
  float* ones = c.scratch + size;
  kernels::fill(ones, 1, size);
  kernels::sine_backward(c.x[0], ones, cosine, size);
  for (int r = 0; r < rows; ++r) {
    const float* x = c.x[0] + r * inputs;
    const float x1 = x[0], x2 = x[inputs - 1];
    const float* dy = c.dy + r * columns;
    float d1 = 0, d2 = 0;
    for (int f = 0; f < feature_count; ++f) {
      if (!wanted(c, f)) continue;
      const float d = *dy++;
      switch (f) {
        case feature_x1: d1 += d; break;
        case feature_x2: d2 += d; break;
        case feature_x1_squared: d1 += 2 * x1 * d; break;
        case feature_x2_squared: d2 += 2 * x2 * d; break;
        case feature_x1_x2:
          d1 += x2 * d;
          d2 += x1 * d;
          break;
        case feature_sin_x1: d1 += cosine[r * inputs] * d; break;
        case feature_sin_x2: d2 += cosine[r * inputs + inputs - 1] * d; break;
      }
    }
    c.dx[0][r * inputs] += d1;
    if (inputs == 2) c.dx[0][r * inputs + 1] += d2;
  }
}

std::size_t features_scratch(Shapes in, const Attributes&) { return 2 * in[0].size(); }

}  // namespace

const OpDef op_features = {.name = "features",
                           .arity = 1,
                           .infer = features_infer,
                           .forward = features_forward,
                           .backward = features_backward,
                           .scratch = features_scratch};

std::vector<Sample> samples_features() {
  constexpr int of_one = 1 << feature_x1 | 1 << feature_x1_squared | 1 << feature_sin_x1;
  constexpr int all = (1 << feature_count) - 1;
  return {{.inputs = {{.shape = {5, 2}}}, .attr = {.i = {all}}},
          {.inputs = {{.shape = {3, 2}}}, .attr = {.i = {1 << feature_x2 | 1 << feature_x1_x2}}},
          {.inputs = {{.shape = {4, 1}}}, .attr = {.i = {of_one}}}};
}

}  // namespace lushan
