#pragma once

#include <stdexcept>
#include <string>

namespace lushan {

// The one exception type of the engine. what() is a sentence a user can act on: where, what,
// remedy.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Something alone is larger than any memory: how many bytes it would be.
struct TooLarge : Error {
  explicit TooLarge(double needed)
      : Error("This needs " + std::to_string(static_cast<long long>(needed / 1e6)) +
              " MB in one piece; make the batch, the network or the data smaller."),
        bytes(needed) {}
  double bytes;
};

}  // namespace lushan
