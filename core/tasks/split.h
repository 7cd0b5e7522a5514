#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "tasks/task.h"

namespace lushan {

inline constexpr NumberRange share_range{.min = 0.1, .max = 0.9};

// Examples for training out of n >= 2: the share rounded, at least one on either side.
int train_count(int n, double share);

// A random order of the rows in which every stretch holds the classes in about their overall
// proportions, so that both parts of any split do. labels are class indices below `classes`.
std::vector<int> stratified_order(std::span<const float> labels, int classes, Rng&);

// A random order of a data set's rows: stratified_order when it has classes. Only y is looked at.
std::vector<int> random_order(const Dataset&, std::uint64_t seed);

// rows (N, width) in another order
std::vector<float> reordered(const std::vector<float>& rows, std::span<const int> order);

// Puts the rows of a filled data set in random order, and settles which are held out. N >= 2.
void split_examples(Dataset&, double train_share, std::uint64_t seed);

// Accuracy of the best constant answer on the held-out rows; 0 when values are predicted.
double chance_level(const Dataset&);

}  // namespace lushan
