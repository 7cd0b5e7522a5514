#include "train/session.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "kernels/reduce.h"
#include "tensor/error.h"
#include "train/update.h"

namespace lushan {
namespace {

// The parameters' memory must be there before anything is planned over them.
Parameters& allocated(Blueprint& b) {
  b.parameters.allocate(most_optimizer_states());
  b.parameters.initialize(static_cast<std::uint64_t>(b.experiment.seed()));
  return b.parameters;
}

}  // namespace

Session::Session(Experiment experiment, std::span<const std::byte> asset)
    : blueprint_(std::move(experiment), asset, false),
      batches_(blueprint_.data, blueprint_.experiment.task.settings,
               blueprint_.experiment.loss.def->coding,
               static_cast<std::uint64_t>(blueprint_.experiment.seed())) {
  const std::size_t count = allocated(blueprint_).count();
  plan_training();
  evaluation_.emplace(blueprint_.evaluation->graph, PlanMode::inference);
  example_.emplace(blueprint_.example->graph, PlanMode::inference);
  evaluator_.emplace(*blueprint_.evaluation, *evaluation_, blueprint_.data, batches_);
  if (blueprint_.generation) generator_.emplace(blueprint_);
  if (blueprint_.grid) {
    grid_.emplace(blueprint_.grid->graph, PlanMode::inference);
    fill_grid();
  }
  set_example(blueprint_.data.test() > 0 ? Split::test : Split::train, 0);
  if (count <= most_traced) {
    trace_ = Trace(count);
    traced_.resize(count);
    trace_parameters();
  }
}

void Session::plan_training() {
  train_.emplace(blueprint_.train->graph, PlanMode::training);
  free_running_.reset();
  if (blueprint_.free_running) free_running_.emplace(*blueprint_.free_running);
}

const TrainOptions& Session::options() const {
  return blueprint_.experiment.training.options.as<TrainOptions>();
}

double Session::learning_rate() const {
  const Training& t = blueprint_.experiment.training;
  return t.optimizer.def->learning_rate(t.optimizer.settings) *
         t.schedule.def->factor(t.schedule.settings, step_);
}

int Session::run(int steps) noexcept {
  const Network& net = *blueprint_.train;
  const std::span<float> x = train_->value(net.input), target = train_->value(net.target);
  const auto seed = static_cast<std::uint64_t>(blueprint_.experiment.seed());
  for (int done = 0; done < steps; ++done) {
    if (stop_) return done;
    batches_.next(x, target);
    const Replay replay{.training = true, .seed = seed, .step = static_cast<std::uint64_t>(step_)};
    if (free_running_) {
      free_running_->run(x, target, options().teacher_forcing, replay, train_->value(net.said));
    }
    train_->forward(replay);
    const float loss = train_->value(net.loss)[0];
    if (!std::isfinite(loss)) {
      halt();
      return done;
    }
    train_->backward(net.loss);
    gradient_norm_ = update(weights_of(blueprint_.parameters), blueprint_.experiment.training,
                            learning_rate(), ++optimizer_step_);
    loss_sum_ += static_cast<double>(loss);
    ++loss_count_;
    ++step_;
    trace_parameters();
  }
  return steps;
}

// Finds where the numbers first went wrong. A parameter is named when it was the one: then an
// earlier step's update was too long.
void Session::halt() noexcept {
  const Var bad = train_->first_non_finite();
  std::string node = "loss/value";
  if (bad.id >= 0) node = train_->graph().node(bad).name;
  if (node.empty()) node = "#" + std::to_string(bad.id);
  stop_at(std::move(node));
}

void Session::stop_at(std::string node) noexcept {
  std::string message = "Training stopped at step " + std::to_string(step_) + ": " + node +
                        " is no longer a finite number. Lower the learning rate or clip the "
                        "gradient, then reset.";
  stop_ = {.step = step_, .node = std::move(node), .message = std::move(message)};
}

double Session::gradient_norm() {
  if (!gradient_norm_) {
    const std::span<const float> g = blueprint_.parameters.gradients();
    gradient_norm_ = std::sqrt(kernels::sum_squares(g.data(), g.size()));
  }
  return *gradient_norm_;
}

double Session::take_loss() {
  const double mean = loss_count_ > 0 ? loss_sum_ / static_cast<double>(loss_count_)
                                      : std::numeric_limits<double>::quiet_NaN();
  loss_sum_ = 0;
  loss_count_ = 0;
  return mean;
}

const Evaluation& Session::evaluate(Split split) {
  const Dataset& data = blueprint_.data;
  if (split == Split::train) {
    evaluator_->evaluate(0, std::min(data.train, most_evaluated), on_train_);
    return on_train_;
  }
  evaluator_->evaluate(data.train, data.test(), on_test_);
  return on_test_;
}

Generator& Session::generator() {
  if (!generator_) {
    throw Error("This model writes nothing: its task asks for no sequence that goes on.");
  }
  return *generator_;
}

void Session::trace_parameters() noexcept {
  if (traced_.empty()) return;
  Parameters& parameters = blueprint_.parameters;
  auto out = traced_.begin();
  for (std::size_t id = 0; id < parameters.list().size(); ++id) {
    if (!parameters.list()[id].trains) continue;
    out = std::ranges::copy(parameters.value(static_cast<int>(id)), out).out;
  }
  trace_.add(step_, traced_);
}

void Session::set_training(std::string_view json) {
  Experiment& e = blueprint_.experiment;
  const OptimizerDef* const before = e.training.optimizer.def;
  if (blueprint_.set_training(parse_training(json, e.loss))) plan_training();
  if (e.training.optimizer.def != before) {
    for (float* state : blueprint_.parameters.states()) {
      std::fill_n(state, blueprint_.parameters.values().size(), 0.0f);
    }
    optimizer_step_ = 0;
  }
}

void Session::set_option(std::string_view path, double value) {
  const std::size_t dot = path.find('.');
  const std::string_view layer = path.substr(0, dot);
  const std::string_view option = dot == path.npos ? "" : path.substr(dot + 1);
  const auto& layers = blueprint_.train->layers;
  const auto record = std::ranges::find(layers, layer, &LayerRecord::name);
  const auto is_asked = [&](const LiveAttribute& live) { return live.option == option; };
  if (record == layers.end() || !record->def || std::ranges::none_of(record->def->live, is_asked)) {
    throw Error('`' + std::string(path) +
                "` cannot change while a run goes on; reset to begin with it.");
  }
  Settings& settings = blueprint_.experiment.model.column(record->column)
                           .at(static_cast<std::size_t>(record->index))
                           .settings;
  read_fields(Json{{std::string(option), value}}, std::string(layer), true, settings);
  apply_live_options();
}

// Writes what may change between replays into the nodes of every plan; all copies of a repeated
// layer share one entry of the document.
void Session::apply_live_options() {
  const auto apply = [&](const Network& net, Plan& plan) {
    for (const LayerRecord& record : net.layers) {
      if (!record.def || record.def->live.empty()) continue;
      const Json options = write_fields(blueprint_.experiment.model.column(record.column)
                                            .at(static_cast<std::size_t>(record.index))
                                            .settings);
      for (const LiveAttribute& live : record.def->live) {
        const Var node = net.graph.find(record.name + "/" + std::string(live.node));
        if (node.id < 0) continue;  // the option has turned it off
        plan.set_attribute(node, live.slot, options.at(std::string(live.option)).get<float>());
      }
    }
  };
  apply(*blueprint_.train, *train_);
  apply(*blueprint_.evaluation, *evaluation_);
  apply(*blueprint_.example, *example_);
  if (generator_) apply(*blueprint_.generation, generator_->plan());
  if (free_running_) apply(*blueprint_.free_running, free_running_->plan());
  if (grid_) apply(*blueprint_.grid, *grid_);
}

float& Session::parameter_at(std::string_view name, int index) {
  const int id = blueprint_.parameters.find(name);
  if (id < 0) throw Error("There is no parameter " + std::string(name) + ".");
  const std::span<float> value = blueprint_.parameters.value(id);
  if (index < 0 || static_cast<std::size_t>(index) >= value.size()) {
    throw Error(std::string(name) + " has " + std::to_string(value.size()) +
                " numbers; there is none with index " + std::to_string(index) + ".");
  }
  return value[static_cast<std::size_t>(index)];
}

void Session::set_parameter(std::string_view name, int index, double value) {
  if (!(std::abs(value) <= 1e6)) {
    throw Error(std::string(name) + " must be a number between -1000000 and 1000000.");
  }
  parameter_at(name, index) = static_cast<float>(value);
  stop_.reset();
  trace_parameters();
}

Probe& Session::probe() {
  if (!probe_) probe_.emplace(blueprint_);
  return *probe_;
}

void Session::refresh_probe() { probe().run(*example_, learning_rate(), optimizer_step_ + 1); }

void Session::apply_probe() {
  if (stop_) throw Error(stop_->message);
  refresh_probe();
  if (!std::isfinite(probe_->loss())) {
    throw Error(
        "The loss of this example is not a finite number; lower the learning rate and reset.");
  }
  probe_->apply();
  gradient_norm_ = probe_->gradient_norm();
  loss_sum_ += static_cast<double>(probe_->loss());
  ++loss_count_;
  ++step_;
  ++optimizer_step_;
  trace_parameters();
}

std::vector<TensorView> Session::weights() const {
  const Parameters& parameters = blueprint_.parameters;
  std::vector<TensorView> tensors;
  for (std::size_t id = 0; id < parameters.list().size(); ++id) {
    const Parameter& p = parameters.list()[id];
    tensors.push_back({p.name, p.shape, parameters.value(static_cast<int>(id))});
  }
  return tensors;
}

std::vector<std::byte> Session::save_weights() const {
  return write_safetensors({{"experiment", write_experiment(blueprint_.experiment).dump()},
                            {"step", std::to_string(step_)}},
                           weights());
}

void Session::load_weights(std::span<const std::byte> bytes) {
  Parameters& parameters = blueprint_.parameters;
  const Safetensors file = read_safetensors(bytes);
  for (const Parameter& p : parameters.list()) {
    const NamedTensor* tensor = file.find(p.name);
    if (!tensor || tensor->shape != p.shape) {
      throw Error("These weights are of another network: " + p.name + " of " + p.shape.text() +
                  (tensor ? " is " + tensor->shape.text() + " there" : " is not among them") +
                  "; open the experiment that they were trained in.");
    }
    if (!kernels::all_finite(tensor->values.data(), tensor->values.size())) {
      throw Error("These weights cannot be used: " + p.name +
                  " holds a number that is not finite; take weights of an earlier step.");
    }
  }
  for (std::size_t id = 0; id < parameters.list().size(); ++id) {
    const NamedTensor* tensor = file.find(parameters.list()[id].name);
    std::ranges::copy(tensor->values, parameters.value(static_cast<int>(id)).begin());
  }
  stop_.reset();
}

}  // namespace lushan
