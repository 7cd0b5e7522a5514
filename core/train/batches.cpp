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
  Rng rng(seed_of(seed_, static_cast<std::uint64_t>(epoch_)), "shuffle");
  shuffle(rng, order_);
  at_ = 0;
}

void Batches::seek(const Position& position) {
  epoch_ = position.epoch;
  begin_epoch();
  at_ = position.at;
  augment_.seek(position.augment);
}

namespace {

// Example b's place in a batch that lies step by step: row t of it goes to row t B + b.
void scatter(std::span<const float> example, int steps, int b, int batch, std::span<float> to) {
  const std::size_t width = example.size() / static_cast<std::size_t>(steps);
  for (int t = 0; t < steps; ++t) {
    std::ranges::copy(example.subspan(static_cast<std::size_t>(t) * width, width),
                      to.begin() + (static_cast<std::ptrdiff_t>(t) * batch + b) *
                                       static_cast<std::ptrdiff_t>(width));
  }
}

// Row i of a matrix of such rows
template <class T>
std::span<T> row_of(std::span<T> rows, std::size_t width, int i) {
  return rows.subspan(static_cast<std::size_t>(i) * width, width);
}

}  // namespace

void Batches::copy_row(int row, int b, int batch, std::span<float> x,
                       std::span<float> target) const {
  const InputSpec& in = data_.input;
  const std::span<const float> from = row_of(std::span(data_.x), in.shape.size(), row);
  if (time_major(in.kind)) scatter(from, in.shape[0], b, batch, x);
  else std::ranges::copy(from, row_of(x, in.shape.size(), b).begin());

  const TargetSpec& out = data_.target;
  const auto width = static_cast<std::size_t>(out.width());
  const std::span<const float> y = row_of(std::span(data_.y), width, row);
  const std::span<float> coded = row_of(target, target.size() / static_cast<std::size_t>(batch), b);
  switch (out.kind) {
    case TargetKind::values: std::ranges::copy(y, coded.begin()); break;
    case TargetKind::classes: code_class(coding_, static_cast<int>(y[0]), coded); break;
    case TargetKind::tokens: scatter(y, out.length, b, batch, target); break;
  }
}

int Batches::next_row() {
  if (at_ == order_.size()) {
    ++epoch_;
    begin_epoch();
  }
  return order_[at_++];
}

void Batches::next(std::span<float> x, std::span<float> target) {
  const std::size_t width = data_.input.shape.size();
  const int batch = static_cast<int>(x.size() / width);
  for (int b = 0; b < batch; ++b) {
    copy_row(next_row(), b, batch, x, target);
    if (data_.augment) data_.augment(task_, augment_, row_of(x, width, b).data());
  }
}

}  // namespace lushan
