#include "tasks/split.h"
#include "tasks/symbols.h"
#include "tasks/uniform.h"

namespace lushan {
namespace {

struct AddingOptions : SampleOptions {
  int length = 20;

  void fields(Fields& f) {
    f.integer("length", length, {.min = 2, .max = 200, .scale = Scale::log});
    SampleOptions::fields(f);
  }
};

// The adding problem (Hochreiter and Schmidhuber 1997, experiment 4; in the form of Le et al.
// 2015): each step is a number x of [0, 1) and a marker m, and the answer y is the sum of the two
// numbers that are marked with 1, one in either half. Always answering 1 has a mean squared error
// of 1/6.
Dataset make_adding(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<AddingOptions>();
  Dataset d;
  d.input.kind = ValueKind::sequence;
  d.input.shape = Shape{o.length, 2};
  d.input.names = {"x", "m"};
  d.target = {TargetKind::values, 1, {"y"}};

  Rng rng(seed, "task/examples");
  d.x.reserve(static_cast<std::size_t>(o.samples) * d.input.shape.size());
  for (int row = 0; row < o.samples; ++row) {
    const int half = o.length / 2;
    const int first = rng.below(half), second = half + rng.below(o.length - half);
    float sum = 0;
    for (int t = 0; t < o.length; ++t) {
      const bool marked = t == first || t == second;
      const float value = rng.uniform();
      d.x.push_back(value);
      d.x.push_back(marked ? 1.0f : 0.0f);
      if (marked) sum += value;
    }
    d.y.push_back(sum);
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_adding = {.name = "adding",
                             .defaults = default_settings<AddingOptions>,
                             .group = "sequences",
                             .input = ValueKind::sequence,
                             .make = make_adding};

}  // namespace lushan
