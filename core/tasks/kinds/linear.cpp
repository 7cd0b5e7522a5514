#include "kernels/random.h"
#include "tasks/split.h"
#include "tasks/uniform.h"

namespace lushan {
namespace {

struct LinearOptions {
  int inputs = 1;
  int samples = 100;
  double noise = 0.2;  // standard deviation
  double train_share = 0.8;
  void fields(Fields& f) {
    f.integer("inputs", inputs, {.min = 1, .max = 8});
    f.integer("samples", samples, {.min = 10, .max = 5000});
    f.number("noise", noise, {.min = 0, .max = 2});
    f.number("train_share", train_share, share_range);
  }
};

// y = w x + b + noise, x uniform in [-2, 2]^D. Every weight is between 0.5 and 2 in size, so that
// each input matters; b is in [-1, 1]. On this domain the curvature of the squared loss is about
// equal along w and along b, so ordinary learning rates work on both.
Dataset make_linear(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  constexpr double domain = 2;
  const auto& o = settings.as<LinearOptions>();
  Rng truth(seed, "task/truth");
  std::vector<double> w(static_cast<std::size_t>(o.inputs));
  for (double& weight : w) weight = uniform(truth, 0.5, 2) * (truth.below(2) == 0 ? -1 : 1);
  const double b = uniform(truth, -1, 1);

  Dataset d;
  d.input.shape = Shape{o.inputs};
  for (int j = 1; j <= o.inputs; ++j) {
    d.input.names.push_back(o.inputs == 1 ? "x" : "x" + std::to_string(j));
    d.input.ranges.push_back({-domain, domain});
  }
  d.target = {TargetKind::values, 1, {"y"}};

  Rng rng(seed, "task/examples");
  Rng disturbance(seed, "task/noise");
  d.y.resize(static_cast<std::size_t>(o.samples));
  kernels::fill_normal(disturbance, d.y, 0, static_cast<float>(o.noise));
  DistinctUniform place;
  for (float& y : d.y) {
    double sum = b;
    for (const double weight : w) {
      // of several inputs one may repeat: the example is another all the same
      const bool alone = o.inputs == 1;
      const double x = alone ? place(rng, -domain, domain) : uniform(rng, -domain, domain);
      d.x.push_back(static_cast<float>(x));
      sum += weight * x;
    }
    y = static_cast<float>(sum + y);
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_linear = {.name = "linear",
                             .defaults = default_settings<LinearOptions>,
                             .group = "regression",
                             .input = ValueKind::vector,
                             .make = make_linear};

}  // namespace lushan
