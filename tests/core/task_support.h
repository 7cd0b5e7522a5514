#pragma once

#include <algorithm>
#include <bit>
#include <catch_amalgamated.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "schema/json_fields.h"
#include "tasks/checksum.h"
#include "tasks/task.h"
#include "tensor/error.h"

namespace lushan {

inline std::vector<std::byte> read_file(const std::string& path) {
  std::ifstream file(LUSHAN_SOURCE_DIR "/" + path, std::ios::binary);
  std::vector<std::byte> read;
  for (std::istreambuf_iterator<char> it(file), end; it != end; ++it) {
    read.push_back(static_cast<std::byte>(*it));
  }
  return read;
}

// 100 digits of MNIST, packed by
// scripts/data/pack-mnist.mjs tests/core/task_digits.bin --limit 100
inline const std::vector<std::byte>& digits_file() {
  static const std::vector<std::byte> bytes = read_file("tests/core/task_digits.bin");
  return bytes;
}

// The file of one of the texts, as scripts/data/pack-texts.mjs makes it
inline std::vector<std::byte> text_file(const std::string& name) {
  const std::vector<std::byte> text = read_file("scripts/data/texts/" + name + ".txt");
  char head[32];
  const int n = std::snprintf(head, sizeof head, "Lushan text 1 %08x\n", crc32(0, text));
  const auto bytes = std::as_bytes(std::span(head, static_cast<std::size_t>(n)));
  std::vector<std::byte> file(bytes.begin(), bytes.end());
  file.insert(file.end(), text.begin(), text.end());
  return file;
}

// A data file for a task: digits will do for all pictures of ten classes
inline std::vector<std::byte> asset_of(std::string_view kind) {
  const auto found = std::ranges::find(tasks(), kind, [](const TaskDef* def) { return def->name; });
  const std::string name((*found)->asset);
  return name.empty()              ? std::vector<std::byte>{}
         : name.ends_with("mnist") ? digits_file()
                                   : text_file(name);
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
