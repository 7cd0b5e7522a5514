#include "train/evaluation.h"

#include <limits>

namespace lushan {
namespace {

// The class a row of outputs stands for: the largest, or, of one output, the side of its middle.
std::size_t chosen_class(std::span<const float> output) {
  if (output.size() == 1) return output[0] > 0 ? 1 : 0;
  return static_cast<std::size_t>(std::ranges::max_element(output) - output.begin());
}

}  // namespace

Evaluator::Evaluator(const Network& network, Plan& plan, const Dataset& data,
                     const Batches& batches)
    : network_(network),
      plan_(plan),
      data_(data),
      batches_(batches),
      chunk_(plan.graph().shape(network.input)[0]) {}

// Rows of a last chunk that is not full hold earlier examples, and nobody looks at them.
void Evaluator::replay(int first, int rows) {
  const std::span<float> x = plan_.value(network_.input), t = plan_.value(network_.target);
  const std::size_t width = data_.input.shape.size();
  const std::size_t columns = t.size() / static_cast<std::size_t>(chunk_);
  for (int r = 0; r < rows; ++r) {
    const auto at = static_cast<std::size_t>(r);
    batches_.copy_row(first + r, x.subspan(at * width, width), t.subspan(at * columns, columns));
  }
  plan_.forward({});
}

double Evaluator::loss(int first, int count) {
  const std::span<const float> loss = plan_.value(network_.example_loss);
  double sum = 0;
  each_chunk(first, count, [&](int rows) {
    for (const float l : loss.first(static_cast<std::size_t>(rows))) sum += static_cast<double>(l);
  });
  return count > 0 ? sum / count : 0;
}

void Evaluator::evaluate(int first, int count, Evaluation& out) {
  const std::span<const float> loss = plan_.value(network_.example_loss);
  const std::span<const float> prediction = plan_.value(network_.prediction);
  const std::span<const float> probability = plan_.value(network_.probability);
  const auto width = static_cast<std::size_t>(plan_.graph().shape(network_.prediction).back());
  const bool classes = data_.target.kind == TargetKind::classes;
  const auto kinds = static_cast<std::size_t>(data_.target.count);
  out.count = count;
  out.width = static_cast<int>(width);
  out.prediction.clear();
  out.loss_of.clear();
  out.confusion.assign(classes ? kinds * kinds : 0, 0.0f);
  double sum = 0;
  int right = 0;
  each_chunk(first, count, [&](int rows) {
    const auto n = static_cast<std::size_t>(rows);
    const auto whole = probability.first(n * width);
    out.prediction.insert(out.prediction.end(), whole.begin(), whole.end());
    for (std::size_t r = 0; r < n; ++r) {
      sum += static_cast<double>(loss[r]);
      const auto k = static_cast<std::size_t>(first) + out.loss_of.size();
      out.loss_of.push_back(loss[r]);
      if (!classes) continue;
      const auto truth = static_cast<std::size_t>(data_.y[k]);
      const auto guess = chosen_class(prediction.subspan(r * width, width));
      out.confusion[truth * kinds + guess] += 1;
      right += truth == guess ? 1 : 0;
    }
  });
  out.loss = count > 0 ? sum / count : 0;
  out.accuracy = std::numeric_limits<double>::quiet_NaN();
  if (classes && count > 0) out.accuracy = static_cast<double>(right) / count;
}

}  // namespace lushan
