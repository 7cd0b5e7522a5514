// The lists of ops, losses and blocks against what the sources define: a definition that nobody
// listed would silently be missing from the manifest and from every test that goes over a list.
#include <catch_amalgamated.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "listed_files.h"
#include "nn/block.h"
#include "ops/loss.h"
#include "ops/ops.h"

using namespace lushan;

namespace {

// The x of every "const <type> <prefix>_x" in the sources of a folder
NameSet defined(const std::string& folder, const std::string& type, const std::string& prefix) {
  NameSet names;
  const std::regex definition("const " + type + " " + prefix + "_([a-z0-9_]+)");
  const auto path = std::filesystem::path(LUSHAN_SOURCE_DIR) / folder;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    for (std::sregex_iterator it(text.begin(), text.end(), definition), end; it != end; ++it) {
      names.insert((*it)[1]);
    }
  }
  return names;
}

}  // namespace

TEST_CASE("lists: every op, loss and block that is defined is listed once") {
  CHECK(differences(defined("core/ops", "OpDef", "op"), listed(ops()), "core/ops/ops.def") == "");
  CHECK(differences(defined("core/ops", "LossDef", "loss"), listed(losses()),
                    "core/ops/losses.def") == "");
  CHECK(differences(defined("core/nn", "BlockDef", "block"), listed(blocks()),
                    "core/nn/blocks.def") == "");
}
