// What a run takes against what it was said to take, and what it takes while it goes on.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <iterator>
#include <nlohmann/json.hpp>

#include "allocation_count.h"
#include "runs.h"
#include "task_support.h"
#include "train/session.h"

using namespace lushan;

namespace {

std::vector<Run> all_runs() {
  std::vector<Run> runs = fingerprinted_runs();
  std::ranges::copy(preset_runs(), std::back_inserter(runs));
  return runs;
}

std::vector<std::byte> file_of(const Experiment& e) { return asset_of(e.task.def->name); }

}  // namespace

TEST_CASE("memory: the estimate is within 5 % of what is taken", "[memory]") {
  for (const Run& run : all_runs()) {
    CAPTURE(run.name);
    const auto asset = file_of(parse_experiment(run.experiment));
    const std::size_t before = allocated_bytes();
    const Session session(parse_experiment(run.experiment), asset);
    const auto taken = static_cast<double>(allocated_bytes() - before);
    const auto estimate = static_cast<double>(session.blueprint().bytes());
    // the trace of a small model's weights, and names, are not counted
    CHECK_THAT(estimate,
               Catch::Matchers::WithinRel(taken, 0.05) || Catch::Matchers::WithinAbs(taken, 64e3));
  }
}

TEST_CASE("memory: a steady step of any family takes none", "[memory]") {
  for (const Run& run : fingerprinted_runs()) {
    CAPTURE(run.name);
    Session session(parse_experiment(run.experiment), run.asset());
    session.run(60);
    const std::size_t before = allocation_count();
    session.run(60);
    CHECK(allocation_count() == before);
  }
}

TEST_CASE("memory: a steady step of any preset takes none", "[memory]") {
  for (const Run& run : preset_runs()) {
    CAPTURE(run.name);
    const Experiment experiment = parse_experiment(run.experiment);
    Session session(experiment, file_of(experiment));
    session.run(2);
    const std::size_t before = allocation_count();
    session.run(2);
    CHECK(allocation_count() == before);
  }
}
