#include "train/trace.h"

#include <algorithm>

namespace lushan {

void Trace::add(std::int64_t step, std::span<const float> values) {
  if (width_ == 0 || step % stride_ != 0) return;
  const std::size_t pitch = width_ + 1;
  if (count_ == rows) {
    for (std::size_t r = 1; r < rows / 2; ++r) {
      std::copy_n(data_.begin() + static_cast<std::ptrdiff_t>(2 * r * pitch), pitch,
                  data_.begin() + static_cast<std::ptrdiff_t>(r * pitch));
    }
    count_ = rows / 2;
    stride_ *= 2;
    if (step % stride_ != 0) return;
  }
  float* row = data_.data() + count_++ * pitch;
  row[0] = static_cast<float>(step);
  std::copy_n(values.data(), width_, row + 1);
}

void Trace::restore(std::span<const float> data, std::int64_t stride) {
  std::ranges::copy(data, data_.begin());
  count_ = data.size() / (width_ + 1);
  stride_ = stride;
}

}  // namespace lushan
