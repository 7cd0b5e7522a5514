// A saved run with some of its bytes changed: refused with an Error that leaves the run as it was,
// or taken, and then saved again as it is. A change is three bytes: where, in two, and what stands
// there.
#include "fuzz.h"
#include "train/session.h"

using namespace lushan;

namespace {

Experiment experiment() {
  return parse_experiment(R"({"lushan":1,"task":{"kind":"circle","samples":20},"model":{"layers":[
      {"kind":"dense","units":2},{"kind":"dropout","rate":0.1},{"kind":"batch_norm"}]}})");
}

std::vector<std::byte> saved_run() {
  Session session(experiment(), {});
  session.run(3);
  return session.snapshot();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::byte> saved = saved_run();
  std::vector<std::byte> bytes = saved;
  for (std::size_t i = 0; i + 3 <= size; i += 3) {
    bytes[(data[i] * 256u + data[i + 1]) % bytes.size()] = std::byte{data[i + 2]};
  }
  Session session(experiment(), {});
  const std::uint64_t before = session.fingerprint();
  bool taken = false;
  const int result = attempt([&] {
    session.restore(bytes);
    taken = true;
    const std::vector<std::byte> again = session.snapshot();
    session.restore(again);
    require(session.snapshot() == again);
    session.run(2);
  });
  require(taken || session.fingerprint() == before);
  return result;
}
