#include <nlohmann/json.hpp>

#include "model/experiment.h"
#include "nn/initializer.h"
#include "ops/ops.h"

namespace lushan {
namespace {

// One list of the manifest: each entry's name and fields, and what `more` adds.
template <class List, class More>
Json describe(const List& list, More more) {
  Json out = Json::array();
  for (const auto* def : list) {
    out.push_back({{"name", std::string(def->name)}, {"fields", describe_fields(def->defaults())}});
    more(*def, out.back());
  }
  return out;
}

Json names(Names list) {
  Json out = Json::array();
  for (const std::string_view name : list) out.push_back({{"name", std::string(name)}});
  return out;
}

Json fields_of(const Settings& defaults) { return {{"fields", describe_fields(defaults)}}; }

}  // namespace

Json manifest() {
  const auto nothing = [](const auto&, Json&) {};
  return {
      {"lushan", Experiment::version},
      {"experiment", fields_of(Settings::of(ExperimentOptions{}))},
      {"tasks", describe(tasks(),
                         [](const TaskDef& d, Json& j) {
                           j["group"] = std::string(d.group);
                           j["input"] = std::string(name_of(d.input));
                           if (d.asset.empty()) {
                             j["asset"] = nullptr;
                           } else {
                             j["asset"] = std::string(d.asset);
                           }
                         })},
      {"blocks", describe(blocks(),
                          [](const BlockDef& d, Json& j) {
                            j["takes"] = Json::array();
                            for (const ValueKind k : d.takes) {
                              j["takes"].push_back(std::string(name_of(k)));
                            }
                            if (d.gives) j["gives"] = std::string(name_of(*d.gives));
                            j["decodes"] = d.decodes;
                          })},
      {"activations", names(activation_names())},
      {"initializers", names(initializer_names())},
      {"losses", describe(losses(),
                          [](const LossDef& d, Json& j) {
                            j["targets"] = Json::array();
                            if (d.takes_values) j["targets"].push_back("values");
                            if (d.coding != ClassCoding::none) j["targets"].push_back("classes");
                            if (d.coding == ClassCoding::index) j["targets"].push_back("tokens");
                          })},
      {"optimizers", describe(optimizers(), nothing)},
      {"schedules", describe(schedules(), nothing)},
      {"model", fields_of(Settings::of(ModelOptions{}))},
      {"output", fields_of(Settings::of(OutputOptions{}))},
      {"train", fields_of(Settings::of(TrainOptions{}))},
  };
}

}  // namespace lushan
