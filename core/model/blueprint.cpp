#include "model/blueprint.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/describe.h"
#include "nn/refusal.h"
#include "tasks/sequence.h"
#include "tensor/error.h"

namespace lushan {
namespace {

std::string megabytes(std::size_t bytes) {
  return std::to_string((bytes + 999'999) / 1'000'000) + " MB";
}

// Points of the grid probe; 0 for inputs that have none.
int grid_points(const InputSpec& input) {
  if (input.kind != ValueKind::vector || input.shape.size() > 2) return 0;
  return input.shape.size() == 2 ? Blueprint::grid_side * Blueprint::grid_side
                                 : Blueprint::curve_points;
}

}  // namespace

Dataset suit_model(Dataset data, const Experiment& e) {
  const std::string& answer = e.model.options.as<ModelOptions>().answer;
  const TargetSpec& target = data.target;
  const std::string task(e.task.def->name);
  if (e.model.decodes) {
    if (target.kind != TargetKind::tokens || target.alignment != Alignment::pair) {
      throw Error("The task " + task +
                  " has no answer of its own for a decoder to write; give the model layers "
                  "instead of an encoder and a decoder.");
    }
    if (answer != "task") {
      throw Refusal(
          "model.answer is for models of layers; a decoder writes its answer anyway. Leave "
          "it out.",
          {{"remove", "/model/answer", ""}});
    }
    return data;
  }
  if (target.kind == TargetKind::tokens && target.alignment == Alignment::pair) {
    return answer == "beside" ? answered_beside(data) : answered_after(data);
  }
  if (answer != "task" &&
      !(answer == name_of(target.alignment) && target.kind == TargetKind::tokens)) {
    throw Refusal("model.answer is " + answer + ", but the task " + task +
                      " can only be answered in its own way; leave it out.",
                  {{"remove", "/model/answer", ""}});
  }
  return data;
}

int most_optimizer_states() {
  int most = 0;
  for (const OptimizerDef* def : optimizers()) most = std::max(most, def->states);
  return most;
}

Blueprint::Blueprint(Experiment e, std::span<const std::byte> asset, bool outline)
    : experiment(std::move(e)) {
  const TaskDef& task = *experiment.task.def;
  if (asset.empty() && outline && task.outline) {
    data = task.outline(experiment.task.settings);
  } else {
    data =
        task.make(experiment.task.settings, static_cast<std::uint64_t>(experiment.seed()), asset);
  }
  if (data.train < 1) {
    throw Error(
        "The task leaves no example to train on; raise task.train_share or the number of "
        "examples.");
  }
  asks = data.target.alignment == Alignment::pair;
  data = suit_model(std::move(data), experiment);
  if (!experiment.loss.def) experiment.loss = default_loss(data.target);
  train = record(experiment.training.options.as<TrainOptions>().batch, Purpose::training);
  evaluation = record(time_major(data.input.kind) ? evaluated_sequences : evaluation_batch,
                      Purpose::evaluation);
  example = record(1, Purpose::evaluation);
  if (data.target.kind == TargetKind::tokens && data.target.alignment != Alignment::beside) {
    generation = record(1, Purpose::generation);
  }
  if (const int points = grid_points(data.input); points > 0) {
    grid = record(points, Purpose::evaluation);
  }
  check_size();
}

Network Blueprint::record(int batch, Purpose purpose) {
  return record_network(experiment, data.input, data.target, parameters, batch, purpose);
}

void Blueprint::set_batch(int batch) {
  std::optional<Network> before = record(batch, Purpose::training);
  before.swap(train);
  try {
    check_size();
  } catch (const Error&) {
    train.swap(before);
    throw;
  }
}

std::size_t Blueprint::bytes() const {
  std::size_t sum = Parameters::bytes(parameters.list(), most_optimizer_states()) +
                    (data.x.size() + data.y.size()) * sizeof(float) +
                    static_cast<std::size_t>(data.train) * sizeof(int) +  // their order
                    Plan::bytes(train->graph, PlanMode::training) + train->graph.bytes();
  for (const auto* network : {&evaluation, &example, &generation, &grid}) {
    if (!*network) continue;
    sum += Plan::bytes((*network)->graph, PlanMode::inference) + (*network)->graph.bytes();
  }
  return sum;
}

void Blueprint::check_size() const {
  if (const std::size_t need = bytes(); need > max_bytes) {
    throw Error("This run needs " + megabytes(need) + ", and at most " + megabytes(max_bytes) +
                " can be taken; make train.batch, the layers or the data smaller.");
  }
}

Json Blueprint::info() const {
  Json info = describe(experiment, *train, data, bytes());
  info["task"]["pairs"] = asks;
  return info;
}

}  // namespace lushan
