#include "train/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/reduce.h"

namespace lushan {
namespace {

std::size_t extent(const Shape& s, int axis) { return static_cast<std::size_t>(s[axis]); }

float length(std::span<const float> x) {
  return static_cast<float>(std::sqrt(kernels::sum_squares(x.data(), x.size())));
}

// The cells of one unit or channel: f(first, count) for every run of them.
template <class F>
void each_run(std::size_t size, const Shape& shape, std::size_t unit, F f) {
  const bool image = shape.rank() == 4;
  const std::size_t units = extent(shape, image ? 1 : shape.rank() - 1);
  const std::size_t cells = image ? extent(shape, 2) * extent(shape, 3) : 1;
  for (std::size_t at = unit * cells; at < size; at += units * cells) f(at, cells);
}

// The cells of one unit of a gate: steps hold (B, U), gates (B, G U), and (B, U).
template <class F>
void each_gate(std::size_t size, const Shape& shape, std::size_t gates, std::size_t unit, F f) {
  const std::size_t step = extent(shape, 1) * extent(shape, 2), part = step / (gates + 2);
  const std::size_t row = gates * extent(shape, 2);
  for (std::size_t begin = 0; begin < size; begin += step) {
    for (std::size_t at = part + unit; at < step - part; at += row) f(begin + at, 1);
  }
}

void compute_ranges(std::span<const float> x, const Shape& shape, int gates, std::span<float> out) {
  for (std::size_t u = 0; u < out.size() / 3; ++u) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    float least = infinity, greatest = -infinity, nearest = infinity;
    const auto take = [&](std::size_t first, std::size_t cells) {
      for (const float value : x.subspan(first, cells)) {
        least = std::min(least, value);
        greatest = std::max(greatest, value);
        if (value != 0) nearest = std::min(nearest, std::abs(value));
      }
    };
    if (gates > 0) each_gate(x.size(), shape, static_cast<std::size_t>(gates), u, take);
    else each_run(x.size(), shape, u, take);
    out[3 * u] = least;
    out[3 * u + 1] = greatest;
    out[3 * u + 2] = nearest == infinity ? 0 : nearest;
  }
}

void compute_moments(std::span<const float> x, const Shape& shape, std::span<float> out) {
  const auto count = static_cast<double>(x.size() / (out.size() / 2));
  const auto over = [&](std::size_t unit, auto f) {  // the sum of f over a unit's cells
    double sum = 0;
    each_run(x.size(), shape, unit, [&](std::size_t first, std::size_t cells) {
      for (const float value : x.subspan(first, cells)) sum += f(static_cast<double>(value));
    });
    return sum;
  };
  for (std::size_t u = 0; u < out.size() / 2; ++u) {
    const double mean = over(u, [](double v) { return v; }) / count;
    const double variance = over(u, [mean](double v) { return (v - mean) * (v - mean); }) / count;
    out[2 * u] = static_cast<float>(mean);
    out[2 * u + 1] = static_cast<float>(std::sqrt(variance));
  }
}

void compute_flow(std::span<const float> dx, const Shape& shape, std::span<float> out) {
  const std::size_t batch = extent(shape, 1), units = extent(shape, 2);
  for (std::size_t t = 0; t < out.size(); ++t) {
    double sum = 0;
    for (std::size_t b = 0; b < batch; ++b) {
      const float* const row = dx.data() + (t * batch + b) * units;
      sum += std::sqrt(kernels::sum_squares(row, units));
    }
    out[t] = static_cast<float>(sum / static_cast<double>(batch));
  }
}

// Takes the number off "gates:4"; 0 without one.
int split_gates(std::string_view& kind) {
  const std::size_t colon = kind.find(':');
  if (colon == kind.npos) return 0;
  const std::string_view count = kind.substr(colon + 1);
  kind = kind.substr(0, colon);
  return count.size() == 1 && count[0] >= '1' && count[0] <= '9' ? count[0] - '0' : 0;
}

}  // namespace

Summary Summary::of(std::string_view name, const Plan& train) {
  Summary s;
  const Graph& g = train.graph();
  if (name == "norms") {
    s.shape = {static_cast<int>(g.parameters().list().size()), 2};
  } else if (const std::size_t slash = name.find('/'); slash != name.npos) {
    std::string_view kind = name.substr(0, slash);
    const int gates = split_gates(kind);
    s.node = g.find(name.substr(slash + 1));
    const Shape of = s.node.id < 0 ? Shape{} : g.shape(s.node);
    const int units = of.rank() == 4 ? of[1] : of.rank() >= 2 ? of.back() : 0;
    if (kind == "ranges" && units > 0) {
      s.kind = Kind::ranges;
      s.shape = {units, 3};
    } else if (kind == "gates" && gates > 0 && of.rank() == 3 && of[1] % (gates + 2) == 0) {
      s.kind = Kind::gates;
      s.shape = {gates * units, 3};
    } else if (kind == "moments" && units > 0) {
      s.kind = Kind::moments;
      s.shape = {units, 2};
    } else if (kind == "flow" && of.rank() == 3 && !train.gradient(s.node).empty()) {
      s.kind = Kind::flow;
      s.shape = {of[0]};
    }
  }
  s.values.resize(s.shape.rank() > 0 ? s.shape.size() : 0);
  return s;
}

void Summary::compute(const Plan& train) {
  switch (kind) {
    case Kind::ranges:
      return compute_ranges(train.value(node), train.graph().shape(node), 0, values);
    case Kind::gates: {
      const Shape& of = train.graph().shape(node);
      return compute_ranges(train.value(node), of, shape[0] / of.back(), values);
    }
    case Kind::moments:
      return compute_moments(train.value(node), train.graph().shape(node), values);
    case Kind::flow: return compute_flow(train.gradient(node), train.graph().shape(node), values);
    case Kind::norms: break;
  }
  const Parameters& parameters = train.graph().parameters();
  for (std::size_t id = 0; id < parameters.list().size(); ++id) {
    values[2 * id] = length(parameters.value(static_cast<int>(id)));
    values[2 * id + 1] = length(parameters.gradient(static_cast<int>(id)));
  }
}

}  // namespace lushan
