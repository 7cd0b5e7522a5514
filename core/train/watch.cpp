// What a page can look at, and how it is named:
//
//   parameter:dense_1/weight      the weights; with .grad behind it, the last step's gradient
//   train:dense_1/activation      a node of the training plan, over the last batch; or its .grad
//   grid:output/probability       a node over the grid of the input domain, after refresh_grid
//   example:dense_1/linear        a node for one example, after refresh_example
//   probe:dense_1/linear          the same for one example's training step, after refresh_probe; or
//                                 its .grad; of a weight also its .new, the value after the step
//   summary:norms, summary:flow/gru_1/layer_1/forwards/state, summary:ranges/dense_1/activation
//                                 what tensors of the last step come down to, after
//                                 refresh_summaries: see summary.h
//   test:prediction, test:loss, test:confusion     from the last evaluation of the held-out rows
//   data:train/x, data:train/y, data:test/x, data:test/y
//
// Of a node, dense_1@in and dense_1@out stand for what block dense_1 takes and gives, whatever they
// are called.
#include <algorithm>
#include <cmath>
#include <string>

#include "tensor/error.h"
#include "tensor/tokens.h"
#include "train/session.h"

namespace lushan {
namespace {

[[noreturn]] void refuse_watch(std::string_view path) {
  throw Error("There is nothing to watch at " + std::string(path) +
              "; see the nodes that the run's description lists.");
}

int find_node(const Network& net, std::string_view name) {
  const std::size_t at = name.find('@');
  if (at == name.npos) return net.graph.find(name).id;
  const auto layer = std::ranges::find(net.layers, name.substr(0, at), &LayerRecord::name);
  if (layer == net.layers.end()) return -1;
  const std::string_view end = name.substr(at + 1);
  return end == "in" ? layer->input.id : end == "out" ? layer->output.id : -1;
}

// Takes the suffix off a name that has it; says whether it had.
bool take_suffix(std::string_view& name, std::string_view suffix) {
  const bool has = name.ends_with(suffix);
  if (has) name.remove_suffix(suffix.size());
  return has;
}

std::optional<Session::Watch> watch_of_test(std::string_view name, const Dataset& data) {
  using Source = Session::Watch::Source;
  if (name == "prediction") return Session::Watch{.source = Source::test_prediction};
  if (name == "loss") return Session::Watch{.source = Source::test_loss};
  if (name == "confusion" && data.target.kind == TargetKind::classes) {
    return Session::Watch{.source = Source::test_confusion};
  }
  return {};
}

std::optional<Session::Watch> watch_of_data(std::string_view name) {
  using Source = Session::Watch::Source;
  const std::size_t slash = name.find('/');
  if (slash == name.npos) return {};
  const std::string_view split = name.substr(0, slash), part = name.substr(slash + 1);
  if ((split != "train" && split != "test") || (part != "x" && part != "y")) return {};
  return Session::Watch{.source = part == "x" ? Source::data_x : Source::data_y,
                        .split = split == "test" ? Split::test : Split::train};
}

}  // namespace

Session::Watch Session::resolve(std::string_view path) {
  const std::size_t colon = path.find(':');
  if (colon == path.npos) refuse_watch(path);
  const std::string_view probe = path.substr(0, colon), name = path.substr(colon + 1);
  const std::optional<Watch> found = probe == "test"      ? watch_of_test(name, blueprint_.data)
                                     : probe == "data"    ? watch_of_data(name)
                                     : probe == "summary" ? watch_of_summary(name)
                                                          : watch_of_tensor(probe, name);
  if (!found) refuse_watch(path);
  return *found;
}

std::optional<Session::Watch> Session::watch_of_summary(std::string_view name) {
  Summary summary = Summary::of(name, *train_);
  if (summary.values.empty()) return {};
  summaries_.push_back(std::move(summary));
  return Watch{.source = Watch::Source::summary, .id = static_cast<int>(summaries_.size()) - 1};
}

// A parameter or a node of a plan, in value or gradient.
std::optional<Session::Watch> Session::watch_of_tensor(std::string_view probe,
                                                       std::string_view name) const {
  using Source = Watch::Source;
  Watch w;
  w.gradient = take_suffix(name, ".grad");
  if (probe == "parameter") {
    w.id = blueprint_.parameters.find(name);
  } else if (probe == "train") {
    w.source = Source::train;
    w.id = find_node(*blueprint_.train, name);
  } else if (probe == "grid" && grid_ && !w.gradient) {
    w.source = Source::grid;
    w.id = find_node(*blueprint_.grid, name);
  } else if (probe == "example" && !w.gradient) {
    w.source = Source::example;
    w.id = find_node(*blueprint_.example, name);
  } else if (probe == "probe" && !w.gradient && take_suffix(name, ".new")) {
    w.source = Source::probe_updated;
    w.id = blueprint_.parameters.find(name);
  } else if (probe == "probe") {
    w.source = Source::probe;
    w.id = find_node(*blueprint_.example, name);
  }
  if (w.id < 0) return {};
  return w;
}

int Session::find(std::string_view path) {
  const Watch found = resolve(path);
  if (found.source == Watch::Source::probe || found.source == Watch::Source::probe_updated) probe();
  watches_.push_back(found);
  return static_cast<int>(watches_.size()) - 1;
}

std::span<const float> Session::view(int handle) const {
  using Source = Watch::Source;
  const Watch& w = watches_.at(static_cast<std::size_t>(handle));
  const auto of = [&w](const Plan& plan) {
    return w.gradient ? plan.gradient({w.id}) : plan.value({w.id});
  };
  const Dataset& data = blueprint_.data;
  const auto rows = [&](const std::vector<float>& all, std::size_t width) {
    const auto train = static_cast<std::size_t>(data.train) * width;
    return w.split == Split::train ? std::span(all).first(train) : std::span(all).subspan(train);
  };
  switch (w.source) {
    case Source::parameter:
      return w.gradient ? blueprint_.parameters.gradient(w.id) : blueprint_.parameters.value(w.id);
    case Source::train: return of(*train_);
    case Source::grid: return of(*grid_);
    case Source::example: return of(*example_);
    case Source::probe: return of(probe_->plan());
    case Source::probe_updated: return probe_->updated(w.id);
    case Source::summary: return summaries_[static_cast<std::size_t>(w.id)].values;
    case Source::test_prediction: return on_test_.prediction;
    case Source::test_loss: return on_test_.loss_of;
    case Source::test_confusion: return on_test_.confusion;
    case Source::data_x: return rows(data.x, data.input.shape.size());
    case Source::data_y: return rows(data.y, static_cast<std::size_t>(data.target.width()));
  }
  return {};
}

// Rows come first; a tensor without rows yet (before the first evaluation) is empty: {}.
Shape Session::shape(int handle) const {
  using Source = Watch::Source;
  const Watch& w = watches_.at(static_cast<std::size_t>(handle));
  const Dataset& data = blueprint_.data;
  const int rows = w.split == Split::train ? data.train : data.test();
  switch (w.source) {
    case Source::parameter:
    case Source::probe_updated:
      return blueprint_.parameters.list()[static_cast<std::size_t>(w.id)].shape;
    case Source::train: return blueprint_.train->graph.shape({w.id});
    case Source::grid: return blueprint_.grid->graph.shape({w.id});
    case Source::example:
    case Source::probe: return blueprint_.example->graph.shape({w.id});
    case Source::summary: return summaries_[static_cast<std::size_t>(w.id)].shape;
    case Source::test_prediction:
      return on_test_.count ? Shape{on_test_.count, on_test_.width} : Shape{};
    case Source::test_loss: return on_test_.count ? Shape{on_test_.count} : Shape{};
    case Source::test_confusion: return {data.target.count, data.target.count};
    case Source::data_x: return rows ? data.input.shape.with_front(rows) : Shape{};
    case Source::data_y: return rows ? Shape{rows, data.target.width()} : Shape{};
  }
  return {};
}

// Over two inputs: rows from the top of the picture down, columns from left to right.
void Session::fill_grid() {
  const auto& ranges = blueprint_.data.input.ranges;
  const std::span<float> x = grid_->value(blueprint_.grid->input);
  const auto between = [&](std::size_t axis, int k, int count) {
    const auto [low, high] = ranges[axis];
    return static_cast<float>(low + (high - low) * (k + 0.5) / count);
  };
  if (ranges.size() == 1) {
    for (int k = 0; k < Blueprint::curve_points; ++k) {
      x[static_cast<std::size_t>(k)] = between(0, k, Blueprint::curve_points);
    }
    return;
  }
  constexpr int side = Blueprint::grid_side;
  auto out = x.begin();
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      *out++ = between(0, column, side);
      *out++ = between(1, side - 1 - row, side);
    }
  }
}

void Session::refresh_grid() {
  if (grid_) grid_->forward({});
}

void Session::refresh_example() { example_->forward({}); }

void Session::refresh_summaries() {
  for (Summary& summary : summaries_) summary.compute(*train_);
}

void Session::set_example(Split split, int row) {
  const Dataset& data = blueprint_.data;
  const int count = split == Split::train ? data.train : data.test();
  if (row < 0 || row >= count) {
    throw Error("There is no example " + std::to_string(row) + "; the set has " +
                std::to_string(count) + ".");
  }
  batches_.copy_row(split == Split::train ? row : data.train + row, 0, 1,
                    example_->value(blueprint_.example->input),
                    example_->value(blueprint_.example->target));
}

void Session::set_example_input(std::span<const float> x, std::span<const float> target) {
  const std::span<float> input = example_->value(blueprint_.example->input);
  if (x.size() != input.size()) {
    throw Error("One example has " + std::to_string(input.size()) + " numbers; " +
                std::to_string(x.size()) + " were given.");
  }
  for (const float value : x) {
    if (!std::isfinite(value)) throw Error("An example's input must be made of finite numbers.");
    const auto& vocabulary = blueprint_.data.input.vocabulary;
    if (blueprint_.data.input.kind == ValueKind::tokens &&
        !(value >= 0 && value < static_cast<float>(vocabulary.size()) &&
          value == std::floor(value))) {
      throw Error("An example's input must be made of tokens, whole numbers from 0 to " +
                  std::to_string(vocabulary.size() - 1) + ".");
    }
  }
  std::ranges::copy(x, input.begin());
  const std::span<float> answer = example_->value(blueprint_.example->target);
  if (target.size() == answer.size()) {
    std::ranges::copy(target, answer.begin());
  } else if (blueprint_.data.target.kind == TargetKind::tokens) {
    std::ranges::fill(answer, static_cast<float>(tokens::pad));
  }
}

}  // namespace lushan
