#include "kernels/image.h"
#include "ops/ops.h"
#include "ops/window.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (B, C, H, W) -> y (B, C), the mean of each channel or, with i[0], its greatest cell.
Shape global_pool_infer(Shapes in, const Attributes&) {
  if (in[0].rank() != 4) throw Error("expects an image, and got " + in[0].text() + ".");
  return {in[0][0], in[0][1]};
}

// f(y, first cell) for every channel
template <class F>
void each_channel(const OpCall& c, F f) {
  const std::size_t cells = cells_of(plane_of(c.in[0]));
  for (std::size_t k = 0; k < c.n; ++k) f(k, k * cells, cells);
}

void global_pool_forward(const OpCall& c) {
  each_channel(c, [&](std::size_t k, std::size_t first, std::size_t cells) {
    const float* x = c.x[0] + first;
    if (c.attr.i[0] != 0) {
      std::size_t best = 0;
      for (std::size_t i = 1; i < cells; ++i) {
        if (x[i] > x[best] || x[i] != x[i]) best = i;
      }
      c.saved[k] = static_cast<float>(best);
      c.y[k] = x[best];
    } else {
      double sum = 0;
      for (std::size_t i = 0; i < cells; ++i) sum += static_cast<double>(x[i]);
      c.y[k] = static_cast<float>(sum / static_cast<double>(cells));
    }
  });
}

void global_pool_backward(const OpCall& c) {
  if (!c.dx[0]) return;
  each_channel(c, [&](std::size_t k, std::size_t first, std::size_t cells) {
    float* dx = c.dx[0] + first;
    if (c.attr.i[0] != 0) {
      dx[static_cast<std::size_t>(c.saved[k])] += c.dy[k];
    } else {
      const float d = c.dy[k] / static_cast<float>(cells);
      for (std::size_t i = 0; i < cells; ++i) dx[i] += d;
    }
  });
}

// of the maximum, where it lies
std::size_t global_pool_saved(Shapes in, const Attributes& attr) {
  return global_pool_infer(in, attr).size();
}

double global_pool_operations(Shapes in, const Attributes&) {
  return static_cast<double>(in[0].size());
}

}  // namespace

const OpDef op_global_pool = {.name = "global_pool",
                              .arity = 1,
                              .infer = global_pool_infer,
                              .forward = global_pool_forward,
                              .backward = global_pool_backward,
                              .saved = global_pool_saved,
                              .operations = global_pool_operations};

std::vector<Sample> samples_global_pool() {
  return {{.inputs = {{.shape = {2, 3, 2, 3}}}},
          {.inputs = {{.shape = {2, 3, 2, 3}, .low = -40, .high = 40}}, .attr = {.i = {1}}}};
}

}  // namespace lushan
