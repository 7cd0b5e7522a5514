#include <catch_amalgamated.hpp>
#include <cstring>
#include <nlohmann/json.hpp>
#include <numeric>
#include <vector>

#include "json_text.h"
#include "listed_files.h"
#include "optim/optimizer.h"
#include "optim/power.h"
#include "schema/json_fields.h"

using namespace lushan;
using Catch::Matchers::WithinRel;

namespace {

struct State {
  explicit State(const OptimizerDef& def, std::size_t n)
      : arrays(static_cast<std::size_t>(def.states), std::vector<float>(n)) {}

  std::vector<float*> at(std::size_t offset) {
    std::vector<float*> pointers;
    for (auto& array : arrays) pointers.push_back(array.data() + offset);
    return pointers;
  }

  std::vector<std::vector<float>> arrays;
};

void update(const OptimizerDef& def, double lr, std::int64_t step, std::span<float> p,
            std::span<const float> g, State& state, std::size_t offset = 0) {
  const std::vector<float*> pointers = state.at(offset);
  def.update(def.defaults(), lr, step, {p.data(), g.data(), pointers.data(), p.size()});
}

const OptimizerDef& any_optimizer() { return *GENERATE(from_range(optimizers())); }

}  // namespace

TEST_CASE("optimizers: every file is listed once") {
  CHECK(differences(files_in("core/optim/optimizers"), listed(optimizers()),
                    "core/optim/optimizers.def") == "");
}

TEST_CASE("optimizers: every option may change while a run goes on") {
  const OptimizerDef& def = any_optimizer();
  CAPTURE(def.name);
  const Json fields = describe_fields(def.defaults());
  CHECK(fields.at(0).at("name") == "lr");
  CHECK(fields.at(0).at("default") == def.learning_rate(def.defaults()));
  for (const Json& field : fields) {
    CAPTURE(field.dump());
    CHECK(field.at("live") == true);
    CHECK(field.at("default") >= field.at("min"));
    CHECK(field.at("default") <= field.at("max"));
  }
}

TEST_CASE("optimizers: a valley is descended") {
  const OptimizerDef& def = any_optimizer();
  CAPTURE(def.name);
  std::vector<float> p = {3, -2}, g(2);
  State state(def, 2);
  for (int step = 1; step <= 300; ++step) {  // loss = p0^2 / 2 + 2 p1^2
    g = {p[0], 4 * p[1]};
    update(def, def.name == "adagrad" ? 0.5 : 0.05, step, p, g, state);
  }
  CHECK(std::abs(p[0]) < 0.1f);
  CHECK(std::abs(p[1]) < 0.1f);
}

TEST_CASE("optimizers: what is zero with a zero gradient stays zero") {
  const OptimizerDef& def = any_optimizer();
  CAPTURE(def.name);
  std::vector<float> p(7), g(7);
  State state(def, 7);
  for (int step = 1; step <= 5; ++step) update(def, 0.1, step, p, g, state);
  CHECK(p == std::vector<float>(7));
}

TEST_CASE("optimizers: a rate of zero changes nothing") {
  const OptimizerDef& def = any_optimizer();
  CAPTURE(def.name);
  std::vector<float> p = {1, -2, 3, 0.5f, 9}, before = p, g = {1, 2, -3, 4, -5};
  State state(def, 5);
  update(def, 0, 1, p, g, state);
  CHECK(p == before);
}

TEST_CASE("optimizers: a span may be updated in parts, to the same bits") {
  const OptimizerDef& def = any_optimizer();
  CAPTURE(def.name);
  std::vector<float> whole(37), g(37);
  std::iota(whole.begin(), whole.end(), -18.0f);
  std::vector<float> parts = whole;
  State of_whole(def, 37), of_parts(def, 37);
  for (int step = 1; step <= 4; ++step) {
    for (std::size_t i = 0; i < g.size(); ++i) g[i] = whole[i] / static_cast<float>(step + 1);
    update(def, 0.01, step, whole, g, of_whole);
    update(def, 0.01, step, std::span(parts).first(13), std::span(g).first(13), of_parts);
    update(def, 0.01, step, std::span(parts).subspan(13), std::span(g).subspan(13), of_parts, 13);
  }
  CHECK(std::memcmp(whole.data(), parts.data(), whole.size() * sizeof(float)) == 0);
}

TEST_CASE("power: products only") {
  CHECK(power(0, 0) == 1);
  CHECK(power(0, 5) == 0);
  CHECK(power(2, 10) == 1024);
  CHECK(power(1, 1'000'000'000'000) == 1);
  CHECK(power(0.5, 2000) == 0);
  double product = 1;
  for (int n = 0; n < 1000; ++n) {
    CHECK_THAT(power(0.999, n), WithinRel(product, 1e-12));
    product *= 0.999;
  }
}
