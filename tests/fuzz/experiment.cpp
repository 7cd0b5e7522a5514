// Any bytes read as an experiment: refused with an Error, or written and read again unchanged.
#include <nlohmann/json.hpp>

#include "fuzz.h"
#include "model/experiment.h"

using namespace lushan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return attempt([&] {
    const Json written = write_experiment(parse_experiment(text_of(data, size)));
    require(write_experiment(parse_experiment(written.dump())) == written);
  });
}
