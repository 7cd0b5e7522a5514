#pragma once

#include <cstdint>

namespace lushan {

// base^n, n >= 0, by squaring: products only, hence the same bits everywhere; 0^0 = 1.
inline double power(double base, std::int64_t n) {
  double result = 1;
  for (; n > 0; n /= 2, base *= base) {
    if (n % 2 == 1) result *= base;
  }
  return result;
}

}  // namespace lushan
