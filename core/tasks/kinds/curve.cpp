#include <cmath>

#include "kernels/random.h"
#include "kernels/scalar.h"
#include "tasks/split.h"
#include "tasks/uniform.h"

namespace lushan {
namespace {

struct Curve {
  std::string_view name;
  double (*value)(double x);
};

// Functions on [-3, 3] with values about -1 to 1, from smooth to kinked to broken.
constexpr Curve curves[] = {
    {"sine", [](double x) { return kernels::sin(2 * x); }},
    {"cubic", [](double x) { return (x * x * x - 5 * x) / 8; }},
    {"bump", [](double x) { return kernels::exp(-2 * x * x); }},
    {"sinc", [](double x) { return x == 0 ? 1 : kernels::sin(5 * x) / (5 * x); }},
    {"abs", [](double x) { return std::abs(x) * 2 / 3 - 1; }},
    {"step", [](double x) { return x < 0 ? -1.0 : 1.0; }},
};

Names curve_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    for (const Curve& curve : curves) list.push_back(curve.name);
    return list;
  }();
  return names;
}

struct CurveOptions {
  std::string shape = "sine";
  int samples = 200;
  double noise = 0.1;  // standard deviation
  double train_share = 0.8;
  void fields(Fields& f) {
    f.choice("shape", shape, curve_names());
    f.integer("samples", samples, {.min = 10, .max = 5000});
    f.number("noise", noise, {.min = 0, .max = 1});
    f.number("train_share", train_share, share_range);
  }
};

// y = f(x) + noise, x uniform in [-3, 3].
Dataset make_curve(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  constexpr double domain = 3;
  const auto& o = settings.as<CurveOptions>();
  auto value = curves[0].value;
  for (const Curve& curve : curves) {
    if (curve.name == o.shape) value = curve.value;
  }

  Dataset d;
  d.input.shape = Shape{1};
  d.input.names = {"x"};
  d.input.ranges = {{-domain, domain}};
  d.target = {TargetKind::values, 1, {"y"}};

  Rng rng(seed, "task/examples");
  Rng disturbance(seed, "task/noise");
  d.y.resize(static_cast<std::size_t>(o.samples));
  kernels::fill_normal(disturbance, d.y, 0, static_cast<float>(o.noise));
  DistinctUniform place;
  for (float& y : d.y) {
    const double x = place(rng, -domain, domain);
    d.x.push_back(static_cast<float>(x));
    y = static_cast<float>(value(x) + y);
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_curve = {.name = "curve",
                            .defaults = default_settings<CurveOptions>,
                            .group = "regression",
                            .input = ValueKind::vector,
                            .make = make_curve};

}  // namespace lushan
