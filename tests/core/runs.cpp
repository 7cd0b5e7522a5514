#include "runs.h"

#include <catch_amalgamated.hpp>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>

#include "json_text.h"
#include "model/experiment.h"
#include "schema/json_fields.h"

std::string Catch::StringMaker<nlohmann::ordered_json>::convert(
    const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

namespace {

std::string text_of(const std::string& path) {
  std::ifstream in(LUSHAN_SOURCE_DIR "/" + path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::vector<std::byte> Run::asset() const {
  if (asset_path.empty()) return {};
  const std::string text = text_of(asset_path);
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::vector<Run> fingerprinted_runs() {
  std::vector<Run> runs;
  const auto document = lushan::Json::parse(text_of("tests/golden/fingerprints.json"));
  for (const auto& run : document["runs"]) {
    runs.push_back({run["name"], run["experiment"].dump(), run["fingerprint"],
                    run.value("asset", ""), run["steps"]});
  }
  return runs;
}

std::vector<Run> preset_runs() {
  std::vector<Run> runs;
  for (const auto& preset : lushan::Json::parse(text_of("web/src/app/presets.json"))) {
    lushan::Json experiment = preset["experiment"];
    const auto parsed = lushan::parse_experiment(experiment.dump());
    if (parsed.task.def->input == lushan::ValueKind::image) experiment["task"]["samples"] = 100;
    runs.push_back({preset["id"], experiment.dump(), "", "", preset["steps"]});
  }
  return runs;
}
