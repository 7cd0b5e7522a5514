#include <catch_amalgamated.hpp>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "train/session.h"

using namespace lushan;

namespace {

std::vector<std::byte> file(const std::string& path) {
  std::ifstream in(LUSHAN_SOURCE_DIR "/" + path, std::ios::binary);
  REQUIRE(in);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

}  // namespace

// This file is compiled natively and to WebAssembly, and both are held to the same hashes: a
// difference in one bit of one weight after hundreds of steps fails here.
TEST_CASE("experiments train to the bits they always did", "[fingerprint]") {
  const auto bytes = file("tests/golden/fingerprints.json");
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  const Json runs = Json::parse(text, text + bytes.size())["runs"];
  REQUIRE(runs.size() >= 10);
  for (const Json& run : runs) {
    CAPTURE(run["name"].get<std::string>());
    const auto asset = run.contains("asset") ? file(run["asset"]) : std::vector<std::byte>();
    Session session(parse_experiment(run["experiment"].dump()), asset);
    const int steps = run["steps"];
    REQUIRE(session.run(steps) == steps);
    CHECK(text_of_fingerprint(session.fingerprint()) == run["fingerprint"].get<std::string>());
  }
}
