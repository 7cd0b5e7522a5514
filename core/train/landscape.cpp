// The loss of the whole training set seen as a function of the weights.
#include <cmath>

#include "tensor/error.h"
#include "train/session.h"

namespace lushan {

std::vector<float> Session::landscape(const Axis& a, const Axis& b, int resolution) {
  if (resolution < 2 || resolution > 128) {
    throw Error("A loss surface has between 2 and 128 points a side; " +
                std::to_string(resolution) + " were asked for.");
  }
  float& at_a = parameter_at(a.parameter, a.index);
  float& at_b = parameter_at(b.parameter, b.index);
  const float was_a = at_a, was_b = at_b;
  const int rows = std::min(blueprint_.data.train, most_evaluated);
  std::vector<float> loss;
  loss.reserve(static_cast<std::size_t>(resolution) * static_cast<std::size_t>(resolution));
  const auto between = [resolution](const Axis& axis, int k) {
    return static_cast<float>(axis.min + (axis.max - axis.min) * k / (resolution - 1));
  };
  for (int i = 0; i < resolution; ++i) {
    at_b = between(b, i);
    for (int j = 0; j < resolution; ++j) {
      at_a = between(a, j);
      loss.push_back(static_cast<float>(evaluator_->loss(0, rows)));
    }
  }
  at_a = was_a;
  at_b = was_b;
  return loss;
}

LeastSquares Session::solution() {
  const Experiment& e = blueprint_.experiment;
  const Network& net = *blueprint_.evaluation;
  const LayerRecord& head = net.layers.back();
  const DenseOptions& output = e.model.output.as<OutputOptions>().dense;
  const int columns = net.graph.shape(head.input).back();
  bool linear = output.activation == "linear" && output.bias && columns <= 32 &&
                net.graph.shape(net.target).back() == 1 &&
                (e.loss.def == &loss_squared || e.loss.def == &loss_half_squared);
  // a layer with weights before the head makes the model no longer linear in all of them
  for (std::size_t i = 0; i + 1 < net.layers.size(); ++i) {
    for (int k = net.layers[i].first_node; k < net.layers[i].end_node; ++k) {
      linear = linear && net.graph.node({k}).parameter < 0;
    }
  }
  if (!linear) return {};
  std::vector<float> x, y;
  evaluator_->each_chunk(0, blueprint_.data.train, [&](int rows) {
    const auto features = evaluation_->value(head.input);
    const auto target = evaluation_->value(net.target);
    x.insert(x.end(), features.begin(),
             features.begin() + static_cast<std::ptrdiff_t>(rows) * columns);
    y.insert(y.end(), target.begin(), target.begin() + rows);
  });
  return least_squares(x, y, columns);
}

}  // namespace lushan
