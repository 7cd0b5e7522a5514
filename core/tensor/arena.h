#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace lushan {

// One zeroed block of floats, aligned to a cache line, taken once and never grown.
class Arena {
 public:
  static constexpr std::size_t alignment = 64;  // bytes

  Arena() = default;
  explicit Arena(std::size_t floats);  // throws Error when the memory cannot be had

  float* data() { return data_.get(); }
  const float* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::span<float> span() { return {data(), size_}; }

 private:
  struct Free {
    void operator()(float* p) const;
  };
  std::unique_ptr<float, Free> data_;
  std::size_t size_ = 0;
};

// Rounds a count of floats up so that what follows starts on a 16-byte boundary.
constexpr std::size_t padded(std::size_t floats) { return (floats + 3) / 4 * 4; }

}  // namespace lushan
