#pragma once

#include <bit>
#include <catch_amalgamated.hpp>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "schema/json_fields.h"
#include "tasks/task.h"
#include "tensor/error.h"

namespace lushan {

// 100 digits of MNIST, packed by scripts/data/pack-mnist.mjs tests/core/task_digits.bin --limit 100
inline const std::vector<std::byte>& digits_file() {
  static const std::vector<std::byte> bytes = [] {
    std::ifstream file(LUSHAN_SOURCE_DIR "/tests/core/task_digits.bin", std::ios::binary);
    std::vector<std::byte> read;
    for (std::istreambuf_iterator<char> it(file), end; it != end; ++it) {
      read.push_back(static_cast<std::byte>(*it));
    }
    return read;
  }();
  return bytes;
}

// The data set a "task" of an experiment asks for
inline Dataset make_task(const Json& json, std::uint64_t seed = 1,
                         std::span<const std::byte> asset = {}) {
  const auto chosen = read_kind<TaskDef>(json, "task", tasks());
  return chosen.def->make(chosen.settings, seed, asset);
}

// FNV-1a over the bits of every number, the same on every machine
inline std::uint64_t fingerprint(const Dataset& d) {
  std::uint64_t h = 0xcbf29ce484222325u;
  const auto add = [&h](std::uint32_t word) {
    for (int byte = 0; byte < 4; ++byte) h = (h ^ (word >> (8 * byte) & 0xFF)) * 0x100000001b3u;
  };
  for (const float v : d.x) add(std::bit_cast<std::uint32_t>(v));
  for (const float v : d.y) add(std::bit_cast<std::uint32_t>(v));
  add(static_cast<std::uint32_t>(d.train));
  return h;
}

inline auto says(const std::string& part) {
  return Catch::Matchers::MessageMatches(Catch::Matchers::ContainsSubstring(part));
}

}  // namespace lushan
