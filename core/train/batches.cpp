#include "train/batches.h"

#include <algorithm>
#include <numeric>

namespace lushan {

Batches::Batches(const Dataset& data, const Settings& task, ClassCoding coding, std::uint64_t seed)
    : data_(data),
      task_(task),
      coding_(coding),
      seed_(seed),
      augment_(seed, "augment"),
      order_(static_cast<std::size_t>(data.train)) {
  begin_epoch();
}

void Batches::begin_epoch() {
  // From the sorted order, so that an epoch depends on the seed and its number alone.
  std::iota(order_.begin(), order_.end(), 0);
  Rng rng(seed_ + static_cast<std::uint64_t>(epoch_) * 0x9e3779b97f4a7c15u, "shuffle");
  shuffle(rng, order_);
  at_ = 0;
}

void Batches::copy_row(int row, std::span<float> x, std::span<float> target) const {
  const float* from = data_.x.data() + static_cast<std::size_t>(row) * x.size();
  std::copy_n(from, x.size(), x.data());
  const float* y = data_.y.data() +
                   static_cast<std::size_t>(row) * static_cast<std::size_t>(data_.target.width());
  if (data_.target.kind == TargetKind::values) {
    std::copy_n(y, target.size(), target.data());
  } else {
    code_class(coding_, static_cast<int>(y[0]), target);
  }
}

void Batches::next(std::span<float> x, std::span<float> target) {
  const std::size_t width = data_.input.shape.size();
  const std::size_t batch = x.size() / width;
  const std::size_t columns = target.size() / batch;
  for (std::size_t b = 0; b < batch; ++b) {
    if (at_ == order_.size()) {
      ++epoch_;
      begin_epoch();
    }
    const std::span<float> row = x.subspan(b * width, width);
    copy_row(order_[at_++], row, target.subspan(b * columns, columns));
    if (data_.augment) data_.augment(task_, augment_, row.data());
  }
}

}  // namespace lushan
