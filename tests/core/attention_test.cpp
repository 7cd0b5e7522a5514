#include <algorithm>
#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>

#include "graph/plan.h"
#include "json_text.h"
#include "kernels/random.h"
#include "listed_files.h"
#include "nn/attention.h"
#include "nn/position.h"
#include "schema/json_fields.h"
#include "tensor/error.h"

using namespace lushan;
using Catch::Matchers::ContainsSubstring;

namespace {

struct Layer {
  const BlockDef* def;
  Json options = Json::object();
};

Value record(Graph& g, const std::vector<Layer>& layers, Value v, Context& context) {
  int number = 0;
  for (const Layer& layer : layers) {
    Settings settings = layer.def->defaults();
    read_fields(layer.options, "", true, settings);
    const Graph::Scope scope(g, std::string(layer.def->name) + "_" + std::to_string(++number));
    v = layer.def->forward(g, v, settings, context);
  }
  return v;
}

constexpr int steps = 7, examples = 2, width = 8, memory_steps = 5;

// Outputs of layers over a whole sequence, and of the same layers step by step.
void check_generation(const std::vector<Layer>& layers) {
  Parameters parameters;
  Graph whole(parameters), one(parameters);
  struct Recorded {
    Var x, memory, mask, y;
  };
  const auto build = [&](Graph& g, int t, int generates) {
    Recorded r;
    r.memory = g.input("memory", {memory_steps, examples, 4});
    r.mask = g.input("mask", {memory_steps, examples});
    r.x = g.input("x", {t, examples, width});
    Context context;
    context.memory = {r.memory, ValueKind::sequence, r.mask};
    context.generates = generates;
    r.y = record(g, layers, {r.x, ValueKind::sequence}, context).x;
    return r;
  };
  const Recorded all = build(whole, steps, 0), step = build(one, 1, steps);
  parameters.allocate(0);
  parameters.initialize(11);
  Plan full(whole, PlanMode::inference), token(one, PlanMode::inference, step.x);

  Rng rng(2, "generation");
  kernels::fill_uniform(rng, full.value(all.x), -2, 2);
  kernels::fill_uniform(rng, full.value(all.memory), -2, 2);
  std::ranges::fill(full.value(all.mask), 1.0f);
  full.value(all.mask)[2 * memory_steps - 1] = 0;
  std::ranges::copy(full.value(all.memory), token.value(step.memory).begin());
  std::ranges::copy(full.value(all.mask), token.value(step.mask).begin());
  full.forward({});
  const std::size_t row = full.value(all.y).size() / steps;
  for (const int round : {0, 1}) {  // the second finds the first one's past behind its own
    for (int t = 0; t < steps; ++t) {
      CAPTURE(round, t);
      const auto at = static_cast<std::size_t>(t) * row;
      std::ranges::copy(full.value(all.x).subspan(at, row), token.value(step.x).begin());
      const Replay replay{.position = t};
      t == 0 ? token.forward(replay) : token.advance(replay);
      CHECK(std::ranges::equal(token.value(step.y), full.value(all.y).subspan(at, row)));
    }
  }
}

// The error of a block on a sequence (3, 2, D).
std::string refusal(const BlockDef& block, Json options, int depth, Context context = {}) {
  Parameters parameters;
  Graph g(parameters);
  const Value x{g.input("x", {3, 2, depth}), ValueKind::sequence};
  try {
    record(g, {{&block, std::move(options)}}, x, context);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("attention: one token at a time gives the bits of the whole sequence", "[attention]") {
  const BlockDef &layer = block_encoder_layer, &decoder = block_decoder_layer;
  const Layer position{&block_position, {{"method", "learned"}, {"scale", 3}}};
  check_generation({position,
                    {&layer, {{"causal", true}, {"heads", 2}, {"hidden", 9}}},
                    {&layer, {{"causal", true}, {"heads", 4}, {"placement", "pre"}}}});
  check_generation({{&layer, {{"causal", true}, {"heads", 2}, {"position", "rope"}}}});
  check_generation({{&layer, {{"causal", true}, {"heads", 2}, {"position", "alibi"}}}});
  check_generation({{&block_position, {{"method", "sinusoidal"}}},
                    {&decoder, {{"heads", 2}, {"norm", "rms_norm"}, {"gated", true}}},
                    {&decoder, {{"heads", 8}, {"residual", false}}}});
  check_generation({{&block_multi_head_attention, {{"causal", true}, {"heads", 1}}},
                    {&block_multi_head_attention, {{"source", "cross"}, {"heads", 2}}}});
}

TEST_CASE("attention: heads that are switched off give nothing", "[attention]") {
  Parameters parameters;
  Graph g(parameters);
  Context context;
  const Var x = g.input("x", {3, 1, 4});
  record(g, {{&block_multi_head_attention, {{"heads", 2}}}}, {x, ValueKind::sequence}, context);
  parameters.allocate(0);
  parameters.initialize(1);
  Plan plan(g, PlanMode::inference);
  std::ranges::fill(plan.value(x), 1.0f);
  const Var mix = g.find("multi_head_attention_1/context");
  REQUIRE(mix.id >= 0);
  const auto zeros = [&](std::size_t column) { return plan.value(mix)[column] == 0.0f; };
  plan.forward({});
  CHECK_FALSE((zeros(0) || zeros(2)));
  plan.set_attribute(mix, 1, 2);
  plan.forward({});
  CHECK((!zeros(1) && zeros(2) && zeros(3)));
}

TEST_CASE("attention: what does not fit is refused with a remedy", "[attention]") {
  CHECK(refusal(block_encoder_layer, {{"heads", 7}}, 64) ==
        "`encoder_layer_1`: 64 does not divide into 7 heads; choose 1, 2, 4, 8 or 16.");
  CHECK_THAT(refusal(block_multi_head_attention, {{"source", "cross"}}, 8),
             ContainsSubstring("put it into a decoder"));
  CHECK_THAT(refusal(block_multi_head_attention, {{"heads", 2}, {"position", "rope"}}, 6),
             ContainsSubstring("an odd number"));
  CHECK_THAT(refusal(block_position, {{"method", "learned"}, {"max_length", 2}}, 6),
             ContainsSubstring("raise it to 3"));
  Context vector;
  vector.memory = {{0}, ValueKind::vector};
  CHECK_THAT(refusal(block_decoder_layer, {{"heads", 2}}, 6, vector),
             ContainsSubstring("let the encoder end with a sequence"));
}

TEST_CASE("attention: weights are dropped in training only, and differently in each layer",
          "[attention]") {
  Parameters parameters;
  Graph g(parameters);
  Context context;
  const Var x = g.input("x", {6, 3, 8});
  record(g, {{&block_encoder_layer, {{"heads", 2}, {"dropout", 0.5}}}}, {x, ValueKind::sequence},
         context);
  parameters.allocate(0);
  parameters.initialize(1);
  Plan plan(g, PlanMode::inference);
  Rng rng(2, "x");
  kernels::fill_uniform(rng, plan.value(x), -1, 1);
  const auto run = [&](const Replay& replay) {
    plan.forward(replay);
    const auto y = plan.value(g.find("encoder_layer_1/norm_2/value"));
    return std::vector<float>(y.begin(), y.end());
  };
  const auto still = run({}), first = run({.training = true, .step = 1});
  CHECK(run({.training = true, .step = 1}) == first);
  CHECK(run({.training = true, .step = 2}) != first);
  CHECK(run({.step = 2}) == still);
  CHECK(first != still);
}

TEST_CASE("positions: every file is listed, and every table can be written", "[attention]") {
  CHECK(differences(files_in("core/nn/positions"), listed(positions()), "core/nn/positions.def") ==
        "");
  for (const PositionDef* def : positions()) {
    CAPTURE(def->name);
    Rng rng(1, "table");
    std::vector<float> table(12 * 6, -9.0f);
    def->write({.rows = 12, .columns = 6}, rng, table);
    CHECK(std::ranges::none_of(table, [](float v) { return v == -9.0f; }));
  }
}
