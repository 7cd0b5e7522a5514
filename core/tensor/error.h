#pragma once

#include <stdexcept>
#include <string>

namespace lushan {

// The one exception type of the engine. what() is a sentence a user can act on: where, what,
// remedy.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace lushan
