// Any experiment that can be read, recorded: refused with an Error, or described, within the bounds
// of memory and of the fuzzer's time.
#include <nlohmann/json.hpp>

#include "fuzz.h"
#include "model/blueprint.h"

using namespace lushan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return attempt([&] {
    const Blueprint blueprint(parse_experiment(text_of(data, size)), {}, true);
    require(blueprint.bytes() <= Blueprint::max_bytes);
    require(!blueprint.info().dump().empty());
  });
}
