#include "ops/pool_time.h"

#include "kernels/elementwise.h"
#include "kernels/steps.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (T, B, D), mask (T, B), which may be missing -> y (B, D): of each example its last step that
// counts, or mean or maximum over those that do; zeros where none does. i[0] is the PoolTime.
Shape pool_time_infer(Shapes in, const Attributes&) {
  if (in[0].rank() != 3 || (in.size() > 1 && in[1] != Shape{in[0][0], in[0][1]})) {
    throw Error("expects a sequence, steps by examples by width, and got " + in[0].text() + ".");
  }
  return {in[0][1], in[0][2]};
}

PoolTime mode(const OpCall& c) { return static_cast<PoolTime>(c.attr.i[0]); }

// f(row of the sequence, how many steps counted before it, step) for each of example b that counts.
// Returns how many do.
template <class F>
int each_step(const OpCall& c, int b, F f) {
  const int steps = c.in[0][0], batch = c.in[0][1], width = c.in[0][2];
  int count = 0;
  for (int t = 0; t < steps; ++t) {
    if (c.x[1] && c.x[1][t * batch + b] == 0) continue;
    f((t * batch + b) * width, count++, t);
  }
  return count;
}

void pool_time_forward(const OpCall& c) {
  const auto width = static_cast<std::size_t>(c.out.back());
  for (int b = 0; b < c.out[0]; ++b) {
    float* const y = c.y + static_cast<std::size_t>(b) * width;
    float* const chosen = c.saved + static_cast<std::size_t>(b) * width;
    kernels::fill(y, 0, width);
    const int count = each_step(c, b, [&](int row, int before, int t) {
      const float* const x = c.x[0] + row;
      const auto step = static_cast<float>(t);
      if (before == 0 || mode(c) == PoolTime::last) {
        kernels::copy(x, y, width);
        kernels::fill(chosen, step, width);
      } else if (mode(c) == PoolTime::mean) {
        kernels::add_into(y, x, width);
      } else {
        kernels::take_greater(x, step, y, chosen, width);
      }
    });
    if (count > 1 && mode(c) == PoolTime::mean) {
      kernels::divide(y, static_cast<float>(count), width);
    }
  }
}

void pool_time_backward(const OpCall& c) {
  if (!c.dx[0]) return;
  const auto width = static_cast<std::size_t>(c.out.back());
  for (int b = 0; b < c.out[0]; ++b) {
    const float* const dy = c.dy + static_cast<std::size_t>(b) * width;
    const float* const chosen = c.saved + static_cast<std::size_t>(b) * width;
    const int count = each_step(c, b, [](int, int, int) {});
    each_step(c, b, [&](int row, int, int t) {
      float* const dx = c.dx[0] + row;
      if (mode(c) == PoolTime::mean) {
        kernels::add_share(dy, static_cast<float>(count), dx, width);
      } else {
        kernels::take_greater_backward(dy, static_cast<float>(t), chosen, dx, width);
      }
    });
  }
}

// of last and max: the step that each element came from
std::size_t pool_time_saved(Shapes in, const Attributes&) {
  return static_cast<std::size_t>(in[0][1]) * static_cast<std::size_t>(in[0][2]);
}

}  // namespace

const OpDef op_pool_time = {.name = "pool_time",
                            .arity = 2,
                            .infer = pool_time_infer,
                            .forward = pool_time_forward,
                            .backward = pool_time_backward,
                            .saved = pool_time_saved};

// Far apart, so that a small step does not change the maximum.
std::vector<Sample> samples_pool_time() {
  std::vector<Sample> all;
  for (const PoolTime mode : {PoolTime::last, PoolTime::mean, PoolTime::max}) {
    const Attributes attr{.i = {static_cast<int>(mode)}};
    all.push_back({.inputs = {{.shape = {4, 2, 3}, .low = -9, .high = 9}}, .attr = attr});
    all.push_back(
        {.inputs = {{.shape = {4, 3, 2}, .low = -9, .high = 9}, {.shape = {4, 3}, .classes = 2}},
         .attr = attr});
  }
  return all;
}

}  // namespace lushan
