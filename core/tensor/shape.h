#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>

namespace lushan {

// Extents of a dense row-major tensor, at most four of them. A scalar is {1}.
class Shape {
 public:
  static constexpr int max_rank = 4;
  // Elements at most: no run can hold more, and every count of bytes or rows stays within 32 bits.
  static constexpr std::size_t max_size = std::size_t{1} << 29;

  Shape() = default;
  // Throws Error on rank > 4 or an extent < 1, TooLarge beyond max_size; so do the with_ functions.
  Shape(std::initializer_list<int> extents);

  int rank() const { return rank_; }
  int operator[](int axis) const { return extents_[static_cast<std::size_t>(axis)]; }
  int back() const { return (*this)[rank_ - 1]; }

  std::size_t size() const;      // number of elements
  int rows() const;              // product of all extents but the last: the tensor as a matrix
  Shape with_back(int n) const;  // the same shape with another last extent

  // Drops or prepends the first axis: batched and per-example shapes differ by it.
  Shape without_front() const;
  Shape with_front(int n) const;

  std::string text() const;  // "16×7×7"
  bool operator==(const Shape&) const = default;

 private:
  void check_size() const;

  std::array<int, max_rank> extents_{};
  int rank_ = 0;
};

// The product of whole numbers; throws TooLarge where it is beyond Shape::max_size floats.
std::size_t bounded_product(std::initializer_list<std::size_t> factors);

}  // namespace lushan
