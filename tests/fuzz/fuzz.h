#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tensor/error.h"

// What the targets of libFuzzer share (scripts/fuzz runs them). A target takes any bytes; a crash,
// a false requirement, another exception than Error, a hang and a huge allocation are findings.

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void require(bool holds) {
  if (!holds) __builtin_trap();
}

// Runs f, which may refuse its bytes.
template <class F>
int attempt(F f) {
  try {
    f();
  } catch (const lushan::Error& e) {
    require(!std::string_view(e.what()).empty());
  }
  return 0;
}
