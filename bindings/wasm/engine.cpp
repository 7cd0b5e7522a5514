// The engine as JavaScript sees it. Texts are JSON where they are structured; bulk data cross as
// typed arrays: those returned by value are copies, view() is a window on the heap that the next
// call may move.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "guard.h"
#include "nn/position.h"
#include "tasks/csv_column.h"
#include "tasks/digit.h"
#include "tensor/error.h"
#include "train/generate.h"
#include "train/gradient_terms.h"
#include "train/session.h"

namespace lushan::wasm {
namespace {

using emscripten::val;

std::vector<std::byte> bytes_of(const val& array) {
  std::vector<std::byte> bytes(array["length"].as<std::size_t>());
  const val window(
      emscripten::typed_memory_view(bytes.size(), reinterpret_cast<std::uint8_t*>(bytes.data())));
  window.call<void>("set", array);
  return bytes;
}

val copy_of(std::span<const float> values) {
  const val window(emscripten::typed_memory_view(values.size(), values.data()));
  return window.call<val>("slice");
}

val copy_of(std::span<const std::byte> bytes) {
  const val window(emscripten::typed_memory_view(
      bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data())));
  return window.call<val>("slice");
}

Split split_of(const std::string& name) {
  if (name == "train") return Split::train;
  if (name == "test") return Split::test;
  throw Error("There is no split " + name + "; it is train or test.");
}

std::string manifest_text() { return manifest().dump(); }

std::string describe_text(std::string experiment, val asset) {
  const std::vector<std::byte> bytes = bytes_of(asset);
  return Blueprint(parse_experiment(experiment), bytes, true).info().dump();
}

std::string columns_of_csv(std::string text) {
  Json out = Json::array();
  for (const CsvColumn& c : csv_columns(text)) {
    out.push_back({{"name", c.name},
                   {"type", c.numeric ? "numeric" : "categorical"},
                   {"distinct", c.distinct},
                   {"missing", c.missing},
                   {"inputs", c.inputs()},
                   {"target", !c.can_be_target() ? "none"
                              : c.classes()      ? "classes"
                                                 : "values"}});
  }
  return out.dump();
}

val schedule_preview(std::string schedule, int steps, int count) {
  const Json json = parse_json(schedule, Experiment::max_bytes);
  const auto chosen = read_kind<ScheduleDef>(json, "schedule", schedules());
  std::vector<float> factors;
  for (int k = 0; k < std::clamp(count, 0, 4096); ++k) {
    const auto step = static_cast<std::int64_t>(k) * steps / std::max(1, count - 1);
    factors.push_back(static_cast<float>(chosen.def->factor(chosen.settings, step)));
  }
  return copy_of(factors);
}

// Rows of a table of positions at any size; what is drawn at random is drawn with that seed.
val position_table(std::string method, int rows, int columns, double base, int seed) {
  const auto known = std::ranges::find(positions(), method, &PositionDef::name);
  if (known == positions().end()) throw Error("There is no positional encoding " + method + ".");
  const PositionTable table{std::clamp(rows, 1, 4096), std::clamp(columns, 1, 4096), base};
  std::vector<float> values(static_cast<std::size_t>(table.rows) *
                            static_cast<std::size_t>(table.columns));
  Rng rng(static_cast<std::uint64_t>(seed), "position/table");
  (*known)->write(table, rng, values);
  return copy_of(values);
}

val normalize(val pixels, int width, int height) {
  const auto values = emscripten::convertJSArrayToNumberVector<float>(pixels);
  return copy_of(normalize_digit(values, width, height));
}

// --- Session: free functions, so that each can be guarded
// ------------------------------------------

Session* open(std::string experiment, val asset) {
  return new Session(parse_experiment(experiment), bytes_of(asset));
}

std::string info(Session& s) { return s.blueprint().info().dump(); }
int run(Session& s, int count) { return s.run(count); }
double step_count(Session& s) { return static_cast<double>(s.step()); }
double epoch(Session& s) { return static_cast<double>(s.epoch()); }
double learning_rate(Session& s) { return s.learning_rate(); }
double gradient_norm(Session& s) { return s.gradient_norm(); }
double loss(Session& s) { return s.take_loss(); }

std::string status(Session& s) {
  if (!s.stop()) return Json{{"state", "ready"}}.dump();
  return Json{{"state", "stopped"},
              {"code", "non_finite"},
              {"node", s.stop()->node},
              {"step", s.stop()->step},
              {"message", s.stop()->message}}
      .dump();
}

val evaluate(Session& s, std::string split) {
  const Evaluation& e = s.evaluate(split_of(split));
  val out = val::object();
  out.set("loss", e.loss);
  out.set("accuracy", e.accuracy);
  out.set("exact", e.exact);
  out.set("perplexity", e.perplexity);
  out.set("count", e.count);
  return out;
}

std::string generate_text(Session& s, std::string request) { return generate(s, request).dump(); }
std::string show_text(Session& s, std::string request) { return show(s, request).dump(); }
std::string terms_text(Session& s, std::string parameter, int index) {
  return gradient_terms(s, parameter, index).dump();
}

int find(Session& s, std::string path) { return s.find(path); }

val view(Session& s, int handle) {
  const std::span<const float> values = s.view(handle);
  return val(emscripten::typed_memory_view(values.size(), values.data()));
}

val shape(Session& s, int handle) {
  const Shape shape = s.shape(handle);
  val out = val::array();
  for (int axis = 0; axis < shape.rank(); ++axis) out.call<void>("push", shape[axis]);
  return out;
}

void refresh(Session& s, std::string probe) {
  if (probe == "grid") return s.refresh_grid();
  if (probe == "example") return s.refresh_example();
  if (probe == "probe") return s.refresh_probe();
  if (probe == "summary") return s.refresh_summaries();
  throw Error("There is no probe " + probe + " to refresh; it is grid, example, probe or summary.");
}

void set_example(Session& s, std::string split, int index) {
  s.set_example(split_of(split), index);
}

void set_example_input(Session& s, val values) {
  s.set_example_input(emscripten::convertJSArrayToNumberVector<float>(values));
}

void apply_probe(Session& s) { s.apply_probe(); }

void set_train(Session& s, std::string train) { s.set_training(train); }
void set_option(Session& s, std::string path, double value) { s.set_option(path, value); }

void set_parameter(Session& s, std::string name, int index, double value) {
  s.set_parameter(name, index, value);
}

val landscape(Session& s, std::string name_a, int index_a, double min_a, double max_a,
              std::string name_b, int index_b, double min_b, double max_b, int resolution) {
  return copy_of(
      s.landscape({name_a, index_a, min_a, max_a}, {name_b, index_b, min_b, max_b}, resolution));
}

val path(Session& s) { return copy_of(s.trace().data()); }

std::string solution(Session& s) {
  const LeastSquares best = s.solution();
  if (best.weights.empty()) return "null";
  return Json{{"weights", best.weights}, {"bias", best.bias}, {"loss", best.mean_squared_error}}
      .dump();
}

std::string fingerprint(Session& s) { return text_of_fingerprint(s.fingerprint()); }
val save_weights(Session& s) { return copy_of(s.save_weights()); }
void load_weights(Session& s, val bytes) { s.load_weights(bytes_of(bytes)); }
val snapshot(Session& s) { return copy_of(s.snapshot()); }
void restore(Session& s, val bytes) { s.restore(bytes_of(bytes)); }

}  // namespace

EMSCRIPTEN_BINDINGS(lushan) {
  using namespace emscripten;
  function("manifest", &guarded<&manifest_text>::call);
  function("describe", &guarded<&describe_text>::call);
  function("schedulePreview", &guarded<&schedule_preview>::call);
  function("positionTable", &guarded<&position_table>::call);
  function("normalizeDigit", &guarded<&normalize>::call);
  function("csvColumns", &guarded<&columns_of_csv>::call);

  class_<Session>("Session")
      .constructor(&guarded<&open>::call, allow_raw_pointers())
      .function("info", &guarded<&info>::call)
      .function("step", &guarded<&run>::call)
      .function("stepCount", &guarded<&step_count>::call)
      .function("epoch", &guarded<&epoch>::call)
      .function("learningRate", &guarded<&learning_rate>::call)
      .function("gradientNorm", &guarded<&gradient_norm>::call)
      .function("loss", &guarded<&loss>::call)
      .function("status", &guarded<&status>::call)
      .function("evaluate", &guarded<&evaluate>::call)
      .function("generate", &guarded<&generate_text>::call)
      .function("show", &guarded<&show_text>::call)
      .function("gradientTerms", &guarded<&terms_text>::call)
      .function("find", &guarded<&find>::call)
      .function("view", &guarded<&view>::call)
      .function("shape", &guarded<&shape>::call)
      .function("refresh", &guarded<&refresh>::call)
      .function("setExample", &guarded<&set_example>::call)
      .function("setExampleInput", &guarded<&set_example_input>::call)
      .function("applyProbe", &guarded<&apply_probe>::call)
      .function("setTrain", &guarded<&set_train>::call)
      .function("setOption", &guarded<&set_option>::call)
      .function("setParameter", &guarded<&set_parameter>::call)
      .function("landscape", &guarded<&landscape>::call)
      .function("path", &guarded<&path>::call)
      .function("solution", &guarded<&solution>::call)
      .function("fingerprint", &guarded<&fingerprint>::call)
      .function("saveWeights", &guarded<&save_weights>::call)
      .function("loadWeights", &guarded<&load_weights>::call)
      .function("snapshot", &guarded<&snapshot>::call)
      .function("restore", &guarded<&restore>::call);
}

}  // namespace lushan::wasm
