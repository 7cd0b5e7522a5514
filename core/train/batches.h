#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ops/loss.h"
#include "tasks/task.h"

namespace lushan {

// Writes examples into a plan's inputs. The training rows are walked in a random order that is
// drawn anew for every epoch; a batch may reach into the next epoch.
class Batches {
 public:
  // The data and the settings of their task must outlive this.
  Batches(const Dataset& data, const Settings& task, ClassCoding coding, std::uint64_t seed);

  // Fills the next training batch, laid out as the network takes it. Takes no memory.
  void next(std::span<float> x, std::span<float> target);

  // Takes the training row that comes next, and leaves it where it is.
  int next_row();

  // Copies row `row` of the data set, as it is, to example `b` of a batch of `batch` of them.
  void copy_row(int row, int b, int batch, std::span<float> x, std::span<float> target) const;

  std::int64_t epoch() const { return epoch_; }  // epochs begun before this one

  // Where the walk stands, and to go on from there. With it, and the seed, the batches that follow
  // are the same.
  struct Position {
    std::int64_t epoch = 0;
    std::size_t at = 0;         // rows of that epoch that have been taken; at most all
    std::uint64_t augment = 0;  // random words that augmentation has drawn
  };
  Position position() const { return {epoch_, at_, augment_.position()}; }
  std::size_t rows() const { return order_.size(); }  // of an epoch
  void seek(const Position& position);

 private:
  void begin_epoch();

  const Dataset& data_;
  const Settings& task_;
  ClassCoding coding_;
  std::uint64_t seed_;
  Rng augment_;
  std::vector<int> order_;  // training rows
  std::size_t at_ = 0;
  std::int64_t epoch_ = 0;
};

}  // namespace lushan
