#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "schema/settings.h"

namespace lushan {

using Json = nlohmann::ordered_json;  // ordered: what is written twice is equal byte for byte

// A text of unknown origin as a message quotes it: in quotation marks, short, pure ASCII.
std::string in_quotes(std::string_view text);

// Parses a JSON text of at most max_bytes. Throws Error with the place; a key that stands twice in
// one object is refused, since one of the two would be silently lost.
Json parse_json(std::string_view text, std::size_t max_bytes);

// Reads the members of `object` into the settings; fields it does not name keep their values.
// `path` opens every message ("train.optimizer"). Members that are no field are refused by name,
// but for "kind" when the settings belong to an entry of a list, and for those that others read.
void read_fields(const Json& object, const std::string& path, bool kinded, Settings& settings,
                 Names others = {});

// Every field with its present value.
Json write_fields(const Settings& settings);

// Every field's name, type, range and default, for the manifest.
Json describe_fields(const Settings& defaults);

// object[key], which must be an object; an empty one when it is missing.
Json member_object(const Json& object, const std::string& path, std::string_view key);

// Refuses members of `object` that are not in `known`.
void refuse_unknown(const Json& object, const std::string& path, Names known);

// The text at object["kind"]; throws Error when it is missing or not a text.
std::string read_kind_name(const Json& object, const std::string& path, Names known);

// Looks {"kind": name, ...} up in a list of entries and reads its fields. Throws Error when there
// is no such entry, or as read_fields does.
template <class Def, class List>
Chosen<Def> read_kind(const Json& object, const std::string& path, const List& list) {
  std::vector<std::string_view> names;
  for (const Def* def : list) names.push_back(def->name);
  const std::string name = read_kind_name(object, path, names);
  for (const Def* def : list) {
    if (def->name != name) continue;
    Chosen<Def> chosen{def, def->defaults()};
    read_fields(object, path, true, chosen.settings);
    return chosen;
  }
  return {};  // not reached: read_kind_name only returns names of the list
}

// {"kind": name, ...fields}
Json write_kind(std::string_view name, const Settings& settings);

}  // namespace lushan
