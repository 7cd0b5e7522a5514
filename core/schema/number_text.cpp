#include "schema/number_text.h"

#include <cmath>
#include <cstdint>

#include "schema/json_fields.h"

namespace lushan {

std::string number_text(double x) {
  const bool whole = std::abs(x) < 1e15 && x == std::floor(x);
  return whole ? std::to_string(static_cast<std::int64_t>(x)) : Json(x).dump();
}

}  // namespace lushan
