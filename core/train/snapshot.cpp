// A run written down whole, as a safetensors file:
//
//   <parameter>                 its values: weights and buffers such as running statistics
//   optimizer/<k>/<parameter>   the k-th number that the optimizer keeps of each weight
//   trace                       rows of [step, parameters...], where the run keeps a trace
//
// with the counters, the live options and a hash of all that is no live option as metadata. Random
// numbers need no more than counters: batches are drawn by epoch, dropout by step. The data are not
// in it; the document says how they are made.
#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>

#include "tensor/error.h"
#include "tensor/hash.h"
#include "train/session.h"

namespace lushan {
namespace {

constexpr std::string_view version = "1";
constexpr std::int64_t most_steps = 1'000'000'000'000'000;  // every one a double can tell

[[noreturn]] void refuse_snapshot(const std::string& what) {
  throw Error("The saved run cannot be continued: " + what);
}

// The live options of every layer, in the document's order: "[0.1,0.2]".
Json write_live(const Model& model) {
  Json values = Json::array();
  for (const Column column : columns_of_layers) {
    for (const auto& layer : model.column(column)) {
      const Json options = write_fields(layer.settings);
      for (const LiveAttribute& live : layer.def->live) {
        values.push_back(options.at(std::string(live.option)));
      }
    }
  }
  return values;
}

Model with_live(Model model, const Json& values) {
  if (!values.is_array()) refuse_snapshot("its live options are no list.");
  auto value = values.begin();
  for (const Column column : columns_of_layers) {
    for (auto& layer : model.column(column)) {
      for (const LiveAttribute& live : layer.def->live) {
        if (value == values.end()) refuse_snapshot("it has too few live options.");
        read_fields(Json{{std::string(live.option), *value++}}, std::string(layer.def->name), true,
                    layer.settings);
      }
    }
  }
  if (value != values.end()) refuse_snapshot("it has too many live options.");
  return model;
}

const std::string& text_at(const Safetensors& file, const char* key) {
  const auto it = file.metadata.find(key);
  if (it == file.metadata.end()) refuse_snapshot("it does not tell its " + std::string(key) + ".");
  return it->second;
}

template <class Count>
Count count_at(const Safetensors& file, const char* key, Count most) {
  const std::string& text = text_at(file, key);
  Count value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > most) {
    refuse_snapshot("its " + std::string(key) + " is no whole number up to " +
                    std::to_string(most) + ".");
  }
  return value;
}

const NamedTensor& tensor_at(const Safetensors& file, const std::string& name, const Shape& shape) {
  const NamedTensor* tensor = file.find(name);
  if (!tensor || tensor->shape != shape) {
    refuse_snapshot("it is of another network; " + name + " of " + shape.text() +
                    (tensor ? " is " + tensor->shape.text() + " there." : " is not in it."));
  }
  return *tensor;
}

std::string state_name(int k, const Parameter& p) {
  return "optimizer/" + std::to_string(k) + "/" + p.name;
}

// Refuses what is no snapshot of a run of this document.
void check_origin(const Safetensors& file, const std::string& document) {
  if (!file.metadata.contains("snapshot")) {
    refuse_snapshot(
        "these are weights alone, without the state of their run; open them as weights.");
  }
  if (text_at(file, "snapshot") != version) {
    refuse_snapshot("it was written by another version of this program; begin the run anew.");
  }
  if (text_at(file, "document") != document) {
    refuse_snapshot("it is of another experiment; open that one first.");
  }
}

// How far the run had come.
struct Counters {
  std::int64_t step, optimizer_step;
  Batches::Position batches;
  std::int64_t trace_stride;
};

// rows: of an epoch
Counters read_counters(const Safetensors& file, std::size_t rows) {
  const std::int64_t step = count_at(file, "step", most_steps);
  return {.step = step,
          .optimizer_step = count_at(file, "optimizer_step", step),
          .batches = {.epoch = count_at(file, "epoch", most_steps),
                      .at = count_at(file, "row", rows),
                      .augment =
                          count_at(file, "augmented", std::numeric_limits<std::uint64_t>::max())},
          .trace_stride = std::max<std::int64_t>(1, count_at(file, "trace_stride", most_steps))};
}

// The values of all parameters, and the numbers that an optimizer of so many states keeps of them.
void copy_parameters(const Safetensors& file, int states, Parameters& parameters) {
  for (std::size_t id = 0; id < parameters.list().size(); ++id) {
    const Parameter& p = parameters.list()[id];
    std::ranges::copy(file.find(p.name)->values, parameters.value(static_cast<int>(id)).begin());
    for (int k = 0; k < static_cast<int>(parameters.states().size()); ++k) {
      float* state = parameters.states()[static_cast<std::size_t>(k)] + p.offset;
      if (p.trains && k < states) {
        std::ranges::copy(file.find(state_name(k, p))->values, state);
      } else {
        std::fill_n(state, p.shape.size(), 0.0f);
      }
    }
  }
}

}  // namespace

std::string Session::hash_of_document() const {
  const Experiment& experiment = blueprint_.experiment;
  Json document = write_experiment(experiment);
  document["train"] = document["train"]["loss"];
  for (const Column column : columns_of_layers) {
    const Layers& layers = experiment.model.column(column);
    for (std::size_t i = 0; i < layers.size(); ++i) {
      for (const LiveAttribute& live : layers[i].def->live) {
        document["model"][std::string(name_of(column))][i].erase(std::string(live.option));
      }
    }
  }
  return text_of_fingerprint(fnv1a(document.dump()));
}

std::vector<std::byte> Session::snapshot() const {
  const Experiment& e = blueprint_.experiment;
  const Parameters& parameters = blueprint_.parameters;
  std::vector<TensorView> tensors = weights();
  std::vector<std::string> names;  // of the states; they must not move while they are looked at
  const int states = e.training.optimizer.def->states;
  names.reserve(parameters.list().size() * static_cast<std::size_t>(states));
  for (int k = 0; k < states; ++k) {
    for (const Parameter& p : parameters.list()) {
      if (!p.trains) continue;
      names.push_back(state_name(k, p));
      const float* state = parameters.states()[static_cast<std::size_t>(k)] + p.offset;
      tensors.push_back({names.back(), p.shape, {state, p.shape.size()}});
    }
  }
  if (const auto rows = trace_.data(); !rows.empty()) {
    const int width = static_cast<int>(traced_.size()) + 1;
    tensors.push_back({"trace", {static_cast<int>(rows.size()) / width, width}, rows});
  }
  const Batches::Position at = batches_.position();
  std::map<std::string, std::string> metadata{
      {"snapshot", std::string(version)},
      {"document", document_},
      {"train", write_training(e).dump()},
      {"live", write_live(e.model).dump()},
      {"step", std::to_string(step_)},
      {"optimizer_step", std::to_string(optimizer_step_)},
      {"epoch", std::to_string(at.epoch)},
      {"row", std::to_string(at.at)},
      {"augmented", std::to_string(at.augment)},
      {"trace_stride", std::to_string(trace_.stride())},
  };
  if (stop_) metadata["stopped"] = stop_->node;
  return write_safetensors(metadata, tensors);
}

void Session::restore(std::span<const std::byte> bytes) {
  const Safetensors file = read_safetensors(bytes);
  check_origin(file, document_);
  const Counters at = read_counters(file, batches_.rows());

  Experiment& e = blueprint_.experiment;
  const std::string& train = text_at(file, "train");
  const Training training = parse_training(train, e.loss);
  Model model = with_live(e.model, parse_json(text_at(file, "live"), Experiment::max_bytes));

  Parameters& parameters = blueprint_.parameters;
  const int states = training.optimizer.def->states;
  for (const Parameter& p : parameters.list()) {
    tensor_at(file, p.name, p.shape);
    for (int k = 0; p.trains && k < states; ++k) tensor_at(file, state_name(k, p), p.shape);
  }
  const NamedTensor* trace = traced_.empty() ? nullptr : file.find("trace");
  const int width = static_cast<int>(traced_.size()) + 1;
  if (!traced_.empty() && (!trace || trace->shape.rank() != 2 || trace->shape[1] != width ||
                           trace->shape[0] > static_cast<int>(Trace::rows))) {
    refuse_snapshot("its trace does not fit this network.");
  }

  // Only this can still be refused, for want of memory; the rest is copied.
  set_training(train);
  e.model = std::move(model);
  plan_training();
  apply_live_options();
  copy_parameters(file, states, parameters);
  std::ranges::fill(parameters.gradients(), 0.0f);
  if (trace) trace_.restore(trace->values, at.trace_stride);
  batches_.seek(at.batches);
  step_ = at.step;
  optimizer_step_ = at.optimizer_step;
  take_loss();
  gradient_norm_.reset();
  stop_.reset();
  if (const auto node = file.metadata.find("stopped"); node != file.metadata.end()) {
    stop_at(node->second);
  }
}

}  // namespace lushan
