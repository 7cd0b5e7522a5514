#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lushan {

// The way of a few numbers through training, in bounded memory: when the rows are full every
// second one is dropped, and from then on only every second step is kept.
class Trace {
 public:
  static constexpr std::size_t rows = 1024;

  // `width` numbers a row; 0 keeps nothing.
  explicit Trace(std::size_t width = 0) : width_(width), data_(width ? rows * (width + 1) : 0) {}

  // Takes no memory.
  void add(std::int64_t step, std::span<const float> values);

  // Rows of [step, values...], oldest first.
  std::span<const float> data() const { return {data_.data(), count_ * (width_ + 1)}; }
  std::int64_t stride() const { return stride_; }  // steps between two rows

  // Goes on from what data() and stride() were. At most `rows` rows, stride at least 1.
  void restore(std::span<const float> data, std::int64_t stride);

 private:
  std::size_t width_;
  std::vector<float> data_;
  std::size_t count_ = 0;
  std::int64_t stride_ = 1;
};

}  // namespace lushan
