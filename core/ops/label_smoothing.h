#pragma once

#include "graph/op.h"
#include "schema/settings.h"

namespace lushan {

// The option of both cross-entropies: the share of certainty that is spread over all classes.
struct LabelSmoothingOptions {
  double label_smoothing = 0;

  void fields(Fields& f) { f.number("label_smoothing", label_smoothing, {.min = 0, .max = 0.9}); }
};

inline Attributes label_smoothing_attributes(const Settings& s) {
  return {.f = {static_cast<float>(s.as<LabelSmoothingOptions>().label_smoothing)}};
}

}  // namespace lushan
