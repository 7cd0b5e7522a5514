#include "tasks/split.h"

#include <algorithm>
#include <numeric>

#include "tensor/tokens.h"

namespace lushan {

int train_count(int n, double share) {
  return std::clamp(static_cast<int>(n * share + 0.5), 1, n - 1);
}

// Systematic sampling: the rows of a class, shuffled, stand at equal distances with a random start.
std::vector<int> stratified_order(std::span<const float> labels, int classes, Rng& rng) {
  std::vector<std::vector<int>> members(static_cast<std::size_t>(classes));
  for (std::size_t i = 0; i < labels.size(); ++i) {
    members[static_cast<std::size_t>(labels[i])].push_back(static_cast<int>(i));
  }
  std::vector<double> place(labels.size());
  for (auto& rows : members) {
    shuffle(rng, rows);
    const double start = rng.uniform();
    for (std::size_t j = 0; j < rows.size(); ++j) {
      place[static_cast<std::size_t>(rows[j])] =
          (static_cast<double>(j) + start) / static_cast<double>(rows.size());
    }
  }
  std::vector<int> order(labels.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return place[static_cast<std::size_t>(a)] < place[static_cast<std::size_t>(b)];
  });
  return order;
}

std::vector<int> random_order(const Dataset& d, std::uint64_t seed) {
  Rng rng(seed, "task/split");
  if (d.target.kind == TargetKind::classes) return stratified_order(d.y, d.target.count, rng);
  std::vector<int> order(static_cast<std::size_t>(d.size()));
  std::iota(order.begin(), order.end(), 0);
  shuffle(rng, order);
  return order;
}

std::vector<float> reordered(const std::vector<float>& rows, std::span<const int> order) {
  const std::size_t width = rows.size() / order.size();
  std::vector<float> result(rows.size());
  auto out = result.begin();
  for (const int row : order) {
    out = std::copy_n(&rows[static_cast<std::size_t>(row) * width], width, out);
  }
  return result;
}

void split_examples(Dataset& d, double train_share, std::uint64_t seed) {
  const std::vector<int> order = random_order(d, seed);
  d.x = reordered(d.x, order);
  d.y = reordered(d.y, order);
  d.train = train_count(d.size(), train_share);
  d.chance = chance_level(d);
}

double chance_level(const Dataset& d) {
  if (d.target.kind == TargetKind::values) return 0;
  std::vector<int> counts(static_cast<std::size_t>(d.target.count));
  for (const float y :
       std::span(d.y).subspan(static_cast<std::size_t>(d.train * d.target.width()))) {
    ++counts[static_cast<std::size_t>(y)];
  }
  if (d.target.kind == TargetKind::tokens) counts[tokens::pad] = 0;
  const int all = std::accumulate(counts.begin(), counts.end(), 0);
  return all > 0 ? static_cast<double>(*std::ranges::max_element(counts)) / all : 0;
}

}  // namespace lushan
