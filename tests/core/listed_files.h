#pragma once

#include <filesystem>
#include <set>
#include <string>

// A list's entries against the source files they should have: a file that nobody listed would
// silently not be there.
namespace lushan {

template <class List>
std::multiset<std::string> listed(const List& list) {
  std::multiset<std::string> names;
  for (const auto* def : list) names.emplace(def->name);
  return names;
}

inline std::multiset<std::string> files_in(const std::string& folder) {
  std::multiset<std::string> names;
  const auto path = std::filesystem::path(LUSHAN_SOURCE_DIR) / folder;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    if (entry.path().extension() == ".cpp") names.insert(entry.path().stem().string());
  }
  return names;
}

}  // namespace lushan
