#include "schema/number_text.h"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

namespace lushan {

std::string number_text(double x) {
  const bool whole = std::abs(x) < 1e15 && x == std::floor(x);
  return whole ? std::to_string(static_cast<std::int64_t>(x)) : nlohmann::json(x).dump();
}

}  // namespace lushan
