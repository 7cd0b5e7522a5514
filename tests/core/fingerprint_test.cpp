#include <catch_amalgamated.hpp>

#include "runs.h"
#include "train/session.h"

using namespace lushan;

// This file is compiled natively and to WebAssembly, and both are held to the same hashes: a
// difference in one bit of one weight after hundreds of steps fails here.
TEST_CASE("experiments train to the bits they always did", "[fingerprint]") {
  const std::vector<Run> runs = fingerprinted_runs();
  REQUIRE(runs.size() >= 20);
  for (const Run& run : runs) {
    CAPTURE(run.name);
    Session session(parse_experiment(run.experiment), run.asset());
    REQUIRE(session.run(run.steps) == run.steps);
    CHECK(text_of_fingerprint(session.fingerprint()) == run.fingerprint);
  }
}
