#pragma once

#include <cstddef>

// Calls of operator new since the program began; allocation_count.cpp replaces the operators.
std::size_t allocation_count();
