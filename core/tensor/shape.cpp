#include "tensor/shape.h"

#include "tensor/error.h"

namespace lushan {

Shape::Shape(std::initializer_list<int> extents) {
  if (extents.size() > max_rank) {
    throw Error("A tensor has at most four axes; " + std::to_string(extents.size()) +
                " were asked for.");
  }
  for (const int extent : extents) {
    if (extent < 1) {
      throw Error("Every axis of a tensor holds at least one element; one of " +
                  std::to_string(extent) + " was asked for.");
    }
    extents_[static_cast<std::size_t>(rank_++)] = extent;
  }
  check_size();
}

void Shape::check_size() const {
  double n = 1;
  for (int axis = 0; axis < rank_; ++axis) n *= (*this)[axis];
  if (n > static_cast<double>(max_size)) throw TooLarge(n * sizeof(float));
}

std::size_t bounded_product(std::initializer_list<std::size_t> factors) {
  double n = 1;
  for (const std::size_t factor : factors) n *= static_cast<double>(factor);
  if (n > static_cast<double>(Shape::max_size)) throw TooLarge(n * sizeof(float));
  return static_cast<std::size_t>(n);
}

std::size_t Shape::size() const {
  std::size_t n = 1;
  for (int axis = 0; axis < rank_; ++axis) n *= static_cast<std::size_t>((*this)[axis]);
  return n;
}

int Shape::rows() const {
  int n = 1;
  for (int axis = 0; axis + 1 < rank_; ++axis) n *= (*this)[axis];
  return n;
}

Shape Shape::with_back(int n) const {
  Shape s = *this;
  s.extents_[static_cast<std::size_t>(rank_ - 1)] = n;
  s.check_size();
  return s;
}

Shape Shape::without_front() const {
  Shape s;
  for (int axis = 1; axis < rank_; ++axis) {
    s.extents_[static_cast<std::size_t>(s.rank_++)] = (*this)[axis];
  }
  return s;
}

Shape Shape::with_front(int n) const {
  if (rank_ == max_rank) throw Error("A tensor has at most four axes; " + text() + " is full.");
  Shape s;
  s.extents_[0] = n;
  for (int axis = 0; axis < rank_; ++axis) {
    s.extents_[static_cast<std::size_t>(axis + 1)] = (*this)[axis];
  }
  s.rank_ = rank_ + 1;
  s.check_size();
  return s;
}

std::string Shape::text() const {
  std::string s;
  for (int axis = 0; axis < rank_; ++axis) {
    if (axis > 0) s += "×";
    s += std::to_string((*this)[axis]);
  }
  return s;
}

}  // namespace lushan
