#include "model/experiment.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "tensor/error.h"

namespace lushan {
namespace {

// A member that is an entry of a list; without it the list's entry `name` stands at its defaults.
template <class Def>
Chosen<Def> kind_or(const Json& object, const std::string& path, std::string_view key,
                    std::span<const Def* const> list, std::string_view name) {
  const std::string where = path + "." + std::string(key);
  const auto it = object.find(key);
  if (it != object.end()) return read_kind<Def>(*it, where, list);
  return read_kind<Def>(Json{{"kind", std::string(name)}}, where, list);
}

template <class Def>
Json write_chosen(const Chosen<Def>& chosen) {
  return write_kind(chosen.def->name, chosen.settings);
}

// The members of "train" that are entries of lists; the others are TrainOptions.
constexpr std::string_view kinds_of_training[] = {"loss", "optimizer", "schedule"};

Training read_training(const Json& train) {
  Training t;
  t.optimizer = kind_or<OptimizerDef>(train, "train", "optimizer", optimizers(), "adam");
  t.schedule = kind_or<ScheduleDef>(train, "train", "schedule", schedules(), "constant");
  t.options = Settings::of(TrainOptions{});
  read_fields(train, "train", false, t.options, kinds_of_training);
  return t;
}

Layers read_layers(const Json& layers, const std::string& path) {
  if (!layers.is_array()) throw Error(path + " must be a list in brackets.");
  if (layers.size() > Experiment::max_layers) {
    throw Error(path + " has " + std::to_string(layers.size()) + " layers; at most " +
                std::to_string(Experiment::max_layers) + " can be taken.");
  }
  Layers out;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    out.push_back(read_kind<BlockDef>(layers[i], path + "[" + std::to_string(i) + "]", blocks()));
  }
  return out;
}

// The members of "model" that are not ModelOptions.
constexpr std::string_view parts_of_model[] = {name_of(Column::layers), name_of(Column::encoder),
                                               name_of(Column::decoder), name_of(Column::output)};

Model read_model(const Json& json) {
  Model m;
  for (const Column column : columns_of_layers) {
    const std::string key(name_of(column));
    const auto it = json.find(key);
    if (it == json.end()) continue;
    m.column(column) = read_layers(*it, "model." + key);
  }
  m.decodes = json.contains("encoder") || json.contains("decoder");
  if (m.decodes && json.contains("layers")) {
    throw Error(
        "model has layers beside an encoder or a decoder; name either layers, or encoder and "
        "decoder.");
  }
  if (m.decodes && (!json.contains("encoder") || !json.contains("decoder"))) {
    throw Error(
        "model needs both an encoder and a decoder; for one list of layers call it layers.");
  }
  m.options = Settings::of(ModelOptions{});
  read_fields(json, "model", false, m.options, parts_of_model);
  m.output = Settings::of(OutputOptions{});
  read_fields(member_object(json, "model", "output"), "model.output", false, m.output);
  return m;
}

Json write_model(const Model& m) {
  Json out = Json::object();
  for (const Column column : columns_of_layers) {
    if ((column == Column::layers) == m.decodes) continue;
    Json layers = Json::array();
    for (const auto& layer : m.column(column)) {
      layers.push_back(write_chosen(layer));
    }
    out[std::string(name_of(column))] = layers;
  }
  const auto& o = m.options.as<ModelOptions>();
  if (o.answer != ModelOptions{}.answer) out["answer"] = o.answer;
  out["output"] = write_fields(m.output);
  return out;
}

}  // namespace

Layers& Model::column(Column c) {
  return c == Column::encoder ? encoder : c == Column::decoder ? decoder : layers;
}

const Layers& Model::column(Column c) const { return const_cast<Model*>(this)->column(c); }

void ModelOptions::fields(Fields& f) {
  static constexpr std::string_view answers[] = {"task", "beside", "after"};
  f.choice("answer", answer, answers);
}

void ExperimentOptions::fields(Fields& f) { f.integer("seed", seed, {.min = 0}); }

void TrainOptions::fields(Fields& f) {
  f.integer("batch", batch, {.min = 1, .max = 1024, .scale = Scale::log, .live = true});
  f.number("l1", l1, {.min = 0, .max = 10, .scale = Scale::log, .live = true});
  f.number("l2", l2, {.min = 0, .max = 10, .scale = Scale::log, .live = true});
  f.number("decay", decay, {.min = 0, .max = 10, .scale = Scale::log, .live = true});
  f.number("clip_norm", clip_norm, {.min = 0, .max = 1000, .scale = Scale::log, .live = true});
  f.number("teacher_forcing", teacher_forcing, {.min = 0, .max = 1, .live = true, .decoder = true});
}

Experiment parse_experiment(std::string_view text) {
  const Json json = parse_json(text, Experiment::max_bytes);
  if (!json.is_object()) throw Error("The document must be an object in braces.");
  constexpr std::string_view members[] = {"lushan", "seed", "task", "model", "train"};
  refuse_unknown(json, "", members);

  const auto stamp = json.find("lushan");
  if (stamp == json.end() || !stamp->is_number_integer() || *stamp < 1) {
    throw Error("The document has no version; an experiment begins with \"lushan\": 1.");
  }
  if (*stamp != Experiment::version) {
    throw Error("The document is of version " + stamp->dump() +
                "; this program reads version 1. Open it with a newer one.");
  }

  Experiment e;
  Json own = json;  // the document's fields of its own
  for (const std::string_view key : {"lushan", "task", "model", "train"})
    own.erase(std::string(key));
  e.options = Settings::of(ExperimentOptions{});
  read_fields(own, "", false, e.options);

  if (!json.contains("task")) {
    throw Error("task is missing; name one, as in \"task\": {\"kind\": \"spiral\"}.");
  }
  e.task = read_kind<TaskDef>(json["task"], "task", tasks());

  e.model = read_model(member_object(json, "", "model"));

  const Json train = member_object(json, "", "train");
  if (const auto loss = train.find("loss"); loss != train.end()) {
    e.loss = read_kind<LossDef>(*loss, "train.loss", losses());
  }
  e.training = read_training(train);
  return e;
}

Training parse_training(std::string_view text, const Chosen<LossDef>& loss) {
  const Json train = parse_json(text, Experiment::max_bytes);
  if (!train.is_object()) throw Error("train must be an object in braces.");
  if (const auto it = train.find("loss"); it != train.end()) {
    const auto asked = read_kind<LossDef>(*it, "train.loss", losses());
    if (write_chosen(asked) != write_chosen(loss)) {
      throw Error("`train.loss` cannot change while a run goes on; reset to begin with another.");
    }
  }
  return read_training(train);
}

Json write_training(const Experiment& e) {
  Json train = Json::object();
  if (e.loss.def) train["loss"] = write_chosen(e.loss);
  train["optimizer"] = write_chosen(e.training.optimizer);
  train["schedule"] = write_chosen(e.training.schedule);
  train.update(write_fields(e.training.options));
  return train;
}

Json write_experiment(const Experiment& e) {
  return {{"lushan", Experiment::version},
          {"seed", e.seed()},
          {"task", write_chosen(e.task)},
          {"model", write_model(e.model)},
          {"train", write_training(e)}};
}

}  // namespace lushan
