#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "json_text.h"
#include "model/experiment.h"
#include "runs.h"
#include "schema/json_fields.h"
#include "train/session.h"

using namespace lushan;

namespace {

// What the runs are to hold of one list of the manifest: every entry, every choice and both states
// of every flag, as texts such as "blocks.gru.output = last". Activations and initializers stand in
// many entries: each of them once is enough.
class Coverage {
 public:
  explicit Coverage(const Json& manifest) : manifest_(manifest) {
    for (const char* list : {"activations", "initializers"}) {
      Json names = Json::array();
      for (const Json& entry : manifest[list]) names.push_back(entry["name"]);
      shared_[names.dump()] = list;
    }
    for (const char* list : {"blocks", "losses", "optimizers", "schedules"}) {
      for (const Json& entry : manifest[list]) {
        const std::string where = path(list, entry["name"]);
        missing_.insert(where);
        require(where, entry["fields"]);
      }
    }
    require("model", manifest["model"]["fields"]);
    require("output", manifest["output"]["fields"]);
  }

  void add(const Json& experiment) {
    const Json& model = experiment["model"];
    for (const char* column : {"layers", "encoder", "decoder"}) {
      for (const Json& layer : model.value(column, Json::array())) kind("blocks", layer);
    }
    fields("model", manifest_["model"]["fields"], model);
    fields("output", manifest_["output"]["fields"], model["output"]);
    kind("losses", experiment["train"]["loss"]);
    kind("optimizers", experiment["train"]["optimizer"]);
    kind("schedules", experiment["train"]["schedule"]);
  }

  const std::set<std::string>& missing() const { return missing_; }

 private:
  static std::string path(const std::string& list, const std::string& name) {
    return list + "." + name;
  }

  // f(path, value) of every choice and flag
  template <class F>
  void each_value(const std::string& where, const Json& field, F f) const {
    const std::string at = path(where, field["name"]);
    if (field["type"] == "flag") {
      for (const bool value : {false, true}) f(at, Json(value));
    } else if (field["type"] == "choice") {
      const auto list = shared_.find(field["choices"].dump());
      for (const Json& value : field["choices"])
        f(list == shared_.end() ? at : list->second, value);
    }
  }

  void require(const std::string& where, const Json& list) {
    for (const Json& field : list) {
      each_value(where, field, [&](const std::string& at, const Json& value) {
        missing_.insert(at + " = " + value.dump());
      });
    }
  }

  void fields(const std::string& where, const Json& list, const Json& object) {
    for (const Json& field : list) {
      const Json used = object.value(field["name"].get<std::string>(), field["default"]);
      each_value(where, field, [&](const std::string& at, const Json& value) {
        if (value == used) missing_.erase(at + " = " + value.dump());
      });
    }
  }

  void kind(const std::string& list, const Json& object) {
    for (const Json& entry : manifest_[list]) {
      if (entry["name"] != object["kind"]) continue;
      missing_.erase(path(list, entry["name"]));
      fields(path(list, entry["name"]), entry["fields"], object);
    }
  }

  Json manifest_;
  std::map<std::string, std::string> shared_;
  std::set<std::string> missing_;
};

}  // namespace

// This file is compiled natively and to WebAssembly, and both are held to the same hashes: a
// difference in one bit of one weight after hundreds of steps fails here.
TEST_CASE("experiments train to the bits they always did", "[fingerprint]") {
  const std::vector<Run> runs = fingerprinted_runs();
  REQUIRE(runs.size() >= 20);
  for (const Run& run : runs) {
    CAPTURE(run.name);
    CHECK(run.steps >= 200);
    Session session(parse_experiment(run.experiment), run.asset());
    REQUIRE(session.run(run.steps) == run.steps);
    CHECK(text_of_fingerprint(session.fingerprint()) == run.fingerprint);
  }
}

TEST_CASE("every entry of every list is in a run with a fingerprint", "[fingerprint]") {
  Coverage coverage(manifest());
  for (const Run& run : fingerprinted_runs()) {
    const Blueprint blueprint(parse_experiment(run.experiment), run.asset(), false);
    coverage.add(write_experiment(blueprint.experiment));
  }
  std::string missing;
  for (const std::string& one : coverage.missing()) missing += one + "\n";
  INFO("Add them to a run of tests/golden/fingerprints.json, then run scripts/fingerprints.");
  CHECK(missing == "");
}

TEST_CASE("blocks give what their definition says", "[fingerprint]") {
  for (const Run& run : fingerprinted_runs()) {
    CAPTURE(run.name);
    const Blueprint blueprint(parse_experiment(run.experiment), run.asset(), false);
    for (const LayerRecord& layer : blueprint.example->layers) {
      if (!layer.def || write_fields(layer.def->defaults()).contains("output")) continue;
      CAPTURE(layer.name);
      CHECK(layer.gives == layer.def->gives.value_or(layer.takes));
    }
  }
}
