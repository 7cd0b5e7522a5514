#include "ops/pool_time.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (T, B, D), mask (T, B), which may be missing -> y (B, D): of each example its last step that
// counts, or mean or maximum over those that do; zeros where none does. i[0] is the PoolTime.
Shape infer(Shapes in, const Attributes&) {
  if (in[0].rank() != 3 || (in.size() > 1 && in[1] != Shape{in[0][0], in[0][1]})) {
    throw Error("expects a sequence, steps by examples by width, and got " + in[0].text() + ".");
  }
  return {in[0][1], in[0][2]};
}

bool counts(const OpCall& c, int t, int b) { return !c.x[1] || c.x[1][t * c.in[0][1] + b] != 0; }

// The step that example b's column takes its value from, under last and max; -1 when there is none.
int chosen_step(const OpCall& c, int b, int column) {
  const int steps = c.in[0][0], batch = c.in[0][1], width = c.in[0][2];
  const bool last = c.attr.i[0] == static_cast<int>(PoolTime::last);
  int best = -1;
  for (int t = 0; t < steps; ++t) {
    if (!counts(c, t, b)) continue;
    const auto value = [&](int step) { return c.x[0][(step * batch + b) * width + column]; };
    if (best < 0 || last || value(t) > value(best)) best = t;
  }
  return best;
}

int steps_that_count(const OpCall& c, int b) {
  int count = 0;
  for (int t = 0; t < c.in[0][0]; ++t) count += counts(c, t, b) ? 1 : 0;
  return count;
}

void forward(const OpCall& c) {
  const int steps = c.in[0][0], batch = c.in[0][1], width = c.in[0][2];
  for (int b = 0; b < batch; ++b) {
    const int count = steps_that_count(c, b);
    for (int j = 0; j < width; ++j) {
      float& y = c.y[b * width + j];
      y = 0;
      if (count == 0) continue;
      if (c.attr.i[0] != static_cast<int>(PoolTime::mean)) {
        y = c.x[0][(chosen_step(c, b, j) * batch + b) * width + j];
        continue;
      }
      for (int t = 0; t < steps; ++t) {
        if (counts(c, t, b)) y += c.x[0][(t * batch + b) * width + j];
      }
      y /= static_cast<float>(count);
    }
  }
}

void backward(const OpCall& c) {
  const int steps = c.in[0][0], batch = c.in[0][1], width = c.in[0][2];
  if (!c.dx[0]) return;
  for (int b = 0; b < batch; ++b) {
    const int count = steps_that_count(c, b);
    for (int j = 0; count > 0 && j < width; ++j) {
      const float dy = c.dy[b * width + j];
      if (c.attr.i[0] != static_cast<int>(PoolTime::mean)) {
        c.dx[0][(chosen_step(c, b, j) * batch + b) * width + j] += dy;
        continue;
      }
      for (int t = 0; t < steps; ++t) {
        if (counts(c, t, b)) c.dx[0][(t * batch + b) * width + j] += dy / static_cast<float>(count);
      }
    }
  }
}

std::vector<Sample> samples() {  // far apart, so that a small step does not change the maximum
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

}  // namespace

const OpDef op_pool_time = {.name = "pool_time",
                            .arity = 2,
                            .infer = infer,
                            .forward = forward,
                            .backward = backward,
                            .samples = samples};

}  // namespace lushan
