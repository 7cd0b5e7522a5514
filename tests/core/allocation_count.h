#pragma once

#include <cstddef>

// Calls of operator new since the program began, and the bytes that are taken now;
// allocation_count.cpp replaces the operators.
std::size_t allocation_count();
std::size_t allocated_bytes();
