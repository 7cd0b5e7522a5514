// Any bytes read as weights: refused with an Error, or written and read again unchanged.
#include "model/safetensors.h"

#include "fuzz.h"

using namespace lushan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return attempt([&] {
    const Safetensors file = read_safetensors(std::as_bytes(std::span(data, size)));
    const std::vector<std::byte> bytes = write_safetensors(file.metadata, file.tensors);
    const Safetensors again = read_safetensors(bytes);
    require(again.tensors.size() == file.tensors.size() && again.metadata == file.metadata);
  });
}
