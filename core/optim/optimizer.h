#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "schema/settings.h"

namespace lushan {

// One flat run of parameters with its gradient and the optimizer's state for it, all of length n.
struct ParameterSpan {
  float* p;
  const float* g;
  float* const* state;  // OptimizerDef::states arrays
  std::size_t n;
};

// An update rule. Every rule has a learning rate in its options; the schedule scales it.
struct OptimizerDef {
  std::string_view name;
  Settings (*defaults)();
  int states;                                // state arrays kept for each parameter, zero at start
  double (*learning_rate)(const Settings&);  // the rate before the schedule
  // p <- p - ..., one pass over the span. lr: rate times schedule factor; step counts from 1.
  // Numbers that are zero, with gradient and state zero, stay zero.
  void (*update)(const Settings&, double lr, std::int64_t step, const ParameterSpan&);
};

std::span<const OptimizerDef* const> optimizers();  // optimizers.def, in its order

#define LUSHAN_OPTIMIZER(id) extern const OptimizerDef optimizer_##id;
#include "optim/optimizers.def"
#undef LUSHAN_OPTIMIZER

// What the rules share: the field "lr" and the range of what is added to a denominator, which must
// not be zero lest 0 / 0 arise where a gradient never was.
inline constexpr NumberRange lr_range{.min = 0, .max = 10, .scale = Scale::log, .live = true};
inline constexpr NumberRange eps_range{.min = 1e-12, .max = 1, .scale = Scale::log, .live = true};
// A share of the past that is kept: below 1, or the past would never fade.
inline constexpr NumberRange memory_range{.min = 0, .max = 0.999999, .live = true};

template <class Options>
double lr_of(const Settings& settings) {
  return settings.as<Options>().lr;
}

}  // namespace lushan
