#include "train/evaluation.h"

#include <limits>

#include "kernels/scalar.h"

namespace lushan {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::size_t largest(std::span<const float> row) {
  return static_cast<std::size_t>(std::ranges::max_element(row) - row.begin());
}

// The class a row of outputs stands for: the largest, or, of one output, the side of its middle.
std::size_t chosen_class(std::span<const float> output) {
  if (output.size() == 1) return output[0] > 0 ? 1 : 0;
  return largest(output);
}

}  // namespace

Evaluator::Evaluator(const Network& network, Plan& plan, const Dataset& data,
                     const Batches& batches)
    : network_(network), plan_(plan), data_(data), batches_(batches), chunk_(network.batch) {}

// Rows of a last chunk that is not full hold earlier examples, and nobody looks at them.
void Evaluator::replay(int first, int rows) {
  const std::span<float> x = plan_.value(network_.input), t = plan_.value(network_.target);
  for (int r = 0; r < rows; ++r) batches_.copy_row(first + r, r, chunk_, x, t);
  plan_.forward({});
}

double Evaluator::loss(int first, int count) {
  const std::span<const float> loss = plan_.value(network_.example_loss);
  const bool tokens = network_.counted.id >= 0;
  const std::span<const float> counted = tokens ? plan_.value(network_.counted) : loss;
  double sum = 0, terms = 0;
  each_chunk(first, count, [&](int rows) {
    // step by step, so that the examples of a chunk are interleaved; of others there is one step
    for (std::size_t i = 0; i < loss.size(); ++i) {
      if (static_cast<int>(i % static_cast<std::size_t>(chunk_)) >= rows) continue;
      if (tokens && counted[i] == 0) continue;
      sum += static_cast<double>(loss[i]);
      terms += 1;
    }
  });
  return terms > 0 ? sum / terms : 0;
}

void Evaluator::evaluate(int first, int count, Evaluation& out) {
  out.count = count;
  out.prediction.clear();
  out.loss_of.clear();
  out.confusion.clear();
  out.accuracy = out.exact = out.perplexity = none;
  if (data_.target.kind == TargetKind::tokens) return evaluate_tokens(first, count, out);

  const std::span<const float> loss = plan_.value(network_.example_loss);
  const std::span<const float> prediction = plan_.value(network_.prediction);
  const std::span<const float> probability = plan_.value(network_.probability);
  const auto width = static_cast<std::size_t>(plan_.graph().shape(network_.prediction).back());
  const bool classes = data_.target.kind == TargetKind::classes;
  const auto kinds = static_cast<std::size_t>(data_.target.count);
  out.width = static_cast<int>(width);
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
  if (classes && count > 0) out.accuracy = static_cast<double>(right) / count;
}

// The network reads the right answer so far and says what comes next. An answer that is right at
// every step is also what greedy generation writes: each step then sees what it would see there.
void Evaluator::evaluate_tokens(int first, int count, Evaluation& out) {
  const std::span<const float> loss = plan_.value(network_.example_loss);
  const std::span<const float> counted = plan_.value(network_.counted);
  const std::span<const float> target = plan_.value(network_.target);
  const std::span<const float> prediction = plan_.value(network_.prediction);
  const auto width = static_cast<std::size_t>(plan_.graph().shape(network_.prediction).back());
  const auto batch = static_cast<std::size_t>(chunk_);
  const auto steps = static_cast<std::size_t>(data_.target.length);
  out.width = data_.target.length;
  double sum = 0;
  int terms = 0, right = 0, exact = 0;
  each_chunk(first, count, [&](int rows) {
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) {
      double loss_of = 0;
      int asked = 0, hits = 0;
      for (std::size_t t = 0; t < steps; ++t) {
        const std::size_t at = t * batch + r;
        const std::size_t guess = largest(prediction.subspan(at * width, width));
        out.prediction.push_back(static_cast<float>(guess));
        if (counted[at] == 0) continue;
        ++asked;
        hits += static_cast<float>(guess) == target[at] ? 1 : 0;
        loss_of += static_cast<double>(loss[at]);
      }
      out.loss_of.push_back(asked > 0 ? static_cast<float>(loss_of / asked) : 0.0f);
      sum += loss_of;
      terms += asked;
      right += hits;
      exact += hits == asked ? 1 : 0;
    }
  });
  out.loss = terms > 0 ? sum / terms : 0;
  if (terms == 0) return;
  out.accuracy = static_cast<double>(right) / terms;
  out.exact = static_cast<double>(exact) / count;
  out.perplexity = kernels::exp(out.loss);
}

}  // namespace lushan
