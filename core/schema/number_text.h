#pragma once

#include <string>

namespace lushan {

// As a person would write it in a message: 12 rather than 12.0, otherwise as few digits as lead
// back to the number.
std::string number_text(double x);

}  // namespace lushan
