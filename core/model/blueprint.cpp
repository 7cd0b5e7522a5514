#include "model/blueprint.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "model/describe.h"
#include "model/fitting.h"
#include "nn/refusal.h"
#include "tasks/sequence.h"
#include "tensor/error.h"

namespace lushan {
namespace {

std::string megabytes(double bytes) {
  return std::to_string(static_cast<std::uint64_t>(std::ceil(bytes / 1e6))) + " MB";
}

// Points of the grid probe; 0 for inputs that have none.
int grid_points(const InputSpec& input) {
  if (input.kind != ValueKind::vector || input.shape.size() > 2) return 0;
  return input.shape.size() == 2 ? Blueprint::grid_side * Blueprint::grid_side
                                 : Blueprint::curve_points;
}

void refuse_teacher_forcing(const Model& model, const Training& training) {
  if (model.decodes || !runs_free(training)) return;
  throw Refusal(
      "`train.teacher_forcing` is about what a decoder reads, and this model has none; leave it "
      "out.",
      {set_option("/train/teacher_forcing", 1)});
}

// Finds the field that holds data of the user's own: a text or a list of numbers. It comes first,
// as other texts are about it.
struct FindOwnData final : SomeFields {
  std::string found;
  void text(std::string_view name, std::string&, std::size_t) override { note(name); }
  void numbers(std::string_view name, std::vector<double>&, std::size_t) override { note(name); }

 private:
  void note(std::string_view name) {
    if (found.empty()) found = name;
  }
};

// A sentence on data of the user's own tells its row or its line; here comes the field they are in.
Dataset make_data(const Experiment& e, std::span<const std::byte> asset) {
  const TaskDef& task = *e.task.def;
  try {
    return task.make(e.task.settings, static_cast<std::uint64_t>(e.seed()), asset);
  } catch (const TooLarge&) {
    throw;
  } catch (const Error& error) {
    FindOwnData own;
    Settings settings = e.task.settings;
    settings.visit(own);
    const std::string sentence = error.what();
    if (own.found.empty() || sentence.starts_with("`task.")) throw;
    throw Refusal(sentence, {}, "", "task." + own.found);
  }
}

}  // namespace

Dataset suit_model(Dataset data, const Experiment& e) {
  const std::string& answer = e.model.options.as<ModelOptions>().answer;
  const TargetSpec& target = data.target;
  if (e.model.decodes) {
    if (target.kind != TargetKind::tokens || target.alignment != Alignment::pair) {
      throw Error(
          "This task has no answer of its own for a decoder to write; give the model layers "
          "instead of an encoder and a decoder.");
    }
    if (answer != "task") {
      throw Refusal(
          "`model.answer` is for models of layers; a decoder writes its answer anyway. Leave "
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
    throw Refusal("`model.answer` is `" + answer +
                      "`, but this task can only be answered in its own way; leave it out.",
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
    data = make_data(experiment, asset);
  }
  if (data.train < 1) {
    throw Error(
        "The task leaves no example to train on; raise `task.train_share` or the number of "
        "examples.");
  }
  asks = data.target.alignment == Alignment::pair;
  data = suit_model(std::move(data), experiment);
  refuse_teacher_forcing(experiment.model, experiment.training);
  if (!experiment.loss.def) experiment.loss = default_loss(data.target);
  const int batch = experiment.training.options.as<TrainOptions>().batch;
  try {
    record_all();
  } catch (const TooLarge& piece) {
    refuse_size(piece.bytes, batch);
  }
  check_size(batch);
}

Blueprint::Blueprint(Experiment e, Dataset d) : experiment(std::move(e)), data(std::move(d)) {
  record_all();
}

std::uint64_t Blueprint::bytes(Experiment e, Dataset shapes) {
  return Blueprint(std::move(e), std::move(shapes)).bytes();
}

void Blueprint::record_training() {
  const int batch = experiment.training.options.as<TrainOptions>().batch;
  train = record(batch, Purpose::training);
  free_running.reset();
  if (train->said.id >= 0) free_running = record(batch, Purpose::generation);
}

void Blueprint::record_all() {
  record_training();
  evaluation = record(time_major(data.input.kind) ? evaluated_sequences : evaluation_batch,
                      Purpose::evaluation);
  example = record(1, Purpose::evaluation);
  if (data.target.kind == TargetKind::tokens && data.target.alignment != Alignment::beside) {
    generation = record(1, Purpose::generation);
  }
  if (const int points = grid_points(data.input); points > 0) {
    grid = record(points, Purpose::evaluation);
  }
}

Network Blueprint::record(int batch, Purpose purpose) {
  return record_network(experiment, data.input, data.target, parameters, batch, purpose);
}

bool Blueprint::set_training(Training wanted) {
  refuse_teacher_forcing(experiment.model, wanted);
  const int batch = wanted.options.as<TrainOptions>().batch;
  const bool same = batch == experiment.training.options.as<TrainOptions>().batch &&
                    runs_free(wanted) == runs_free(experiment.training);
  std::swap(experiment.training, wanted);
  if (same) return false;
  std::optional<Network> train_before, free_before;
  train_before.swap(train);
  free_before.swap(free_running);
  try {
    try {
      record_training();
    } catch (const TooLarge& piece) {
      refuse_size(piece.bytes, batch);
    }
    check_size(batch);
  } catch (const Error&) {
    train.swap(train_before);
    free_running.swap(free_before);
    std::swap(experiment.training, wanted);
    throw;
  }
  return true;
}

std::uint64_t Blueprint::bytes() const {
  std::uint64_t sum = Parameters::bytes(parameters.list(), most_optimizer_states()) +
                      (data.x.size() + data.y.size()) * sizeof(float) +
                      static_cast<std::size_t>(data.train) * sizeof(int) +  // their order
                      Plan::bytes(train->graph, PlanMode::training) + train->graph.bytes();
  for (const auto* network : {&evaluation, &example, &generation, &free_running, &grid}) {
    if (!*network) continue;
    sum += Plan::bytes((*network)->graph, PlanMode::inference) + (*network)->graph.bytes();
  }
  return sum;
}

void Blueprint::check_size(int batch) const {
  double need = 0;
  try {
    need = static_cast<double>(bytes());
  } catch (const TooLarge& piece) {
    need = piece.bytes;
  }
  if (need > max_bytes) refuse_size(need, batch);
}

void Blueprint::refuse_size(double need, int batch) const {
  const Fit fit = what_would_fit(experiment, data, batch);
  throw Refusal("This run needs " + megabytes(need) + ", and at most " + megabytes(max_bytes) +
                    " can be taken; " + fit.sentence + ".",
                fit.edits);
}

Json Blueprint::info() const {
  Json info = describe(experiment, *train, data, bytes());
  info["task"]["pairs"] = asks;
  return info;
}

}  // namespace lushan
