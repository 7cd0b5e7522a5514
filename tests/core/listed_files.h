#pragma once

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string>

// A list's entries against the source files they should have: a file that nobody listed would
// silently not be there.
namespace lushan {

using NameSet = std::multiset<std::string>;

template <class List>
NameSet listed(const List& list) {
  NameSet names;
  for (const auto* def : list) names.emplace(def->name);
  return names;
}

inline NameSet files_in(const std::string& folder) {
  NameSet names;
  const auto path = std::filesystem::path(LUSHAN_SOURCE_DIR) / folder;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    if (entry.path().extension() == ".cpp") names.insert(entry.path().stem().string());
  }
  return names;
}

// A line for each name that one of the two has more often than the other, with what to do; empty
// when they are the same.
inline std::string differences(const NameSet& wanted, const NameSet& found,
                               const std::string& list) {
  const auto lines = [](const NameSet& a, const NameSet& b, const std::string& remedy) {
    NameSet only;
    std::ranges::set_difference(a, b, std::inserter(only, only.end()));
    std::string text;
    for (const std::string& name : only) text += name + remedy + "\n";
    return text;
  };
  return lines(wanted, found, " is missing: add it to " + list) +
         lines(found, wanted, " is not there, or stands twice: take it out of " + list);
}

}  // namespace lushan
