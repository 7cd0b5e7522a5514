#include "schema/json_fields.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "schema/number_text.h"
#include "tensor/error.h"

namespace lushan {
namespace {

constexpr std::size_t max_keys = 4096;  // of one object
constexpr std::size_t max_depth = 64;

constexpr std::size_t max_shown = 40;  // characters of what a message quotes

std::string shortened(std::string s) {
  if (s.size() > max_shown) s = s.substr(0, max_shown - 3) + "...";
  return s;
}

// Pure ASCII without control characters, which stand as in JSON: \n, \u00e9
std::string ascii(const Json& value) {
  return value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

// A value as a message quotes it
std::string shown(const Json& value) { return shortened(ascii(value)); }

std::string listing(Names names) {
  std::string s;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) s += i + 1 == names.size() ? " or " : ", ";
    s += names[i];
  }
  return s;
}

[[noreturn]] void refuse(const std::string& where, const Json& value, const std::string& remedy) {
  throw Error(where + " is " + shown(value) + "; " + remedy + ".");
}

std::string join(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

class Reader final : public Fields {
 public:
  Reader(const Json& object, const std::string& path) : object_(object), path_(path) {}

  void integer(std::string_view name, int& value, IntegerRange range) override {
    const Json* j = find(name);
    if (!j) return;
    const double x = j->is_number() ? j->get<double>() : NAN;
    if (!(x >= range.min && x <= range.max) || x != std::floor(x)) {
      refuse(join(path_, name), *j,
             "it must be a whole number between " + std::to_string(range.min) + " and " +
                 std::to_string(range.max));
    }
    value = static_cast<int>(x);
  }

  void number(std::string_view name, double& value, NumberRange range) override {
    const Json* j = find(name);
    if (!j) return;
    const double x = j->is_number() ? j->get<double>() : NAN;
    if (!(x >= range.min && x <= range.max)) {
      refuse(join(path_, name), *j,
             "it must be a number between " + number_text(range.min) + " and " +
                 number_text(range.max));
    }
    value = x;
  }

  void flag(std::string_view name, bool& value) override {
    const Json* j = find(name);
    if (!j) return;
    if (!j->is_boolean()) refuse(join(path_, name), *j, "it must be true or false");
    value = j->get<bool>();
  }

  void choice(std::string_view name, std::string& value, Names choices) override {
    const Json* j = find(name);
    if (!j) return;
    if (j->is_string()) {
      const auto& text = j->get_ref<const std::string&>();
      for (const std::string_view c : choices) {
        if (c == text) {
          value = text;
          return;
        }
      }
    }
    refuse(join(path_, name), *j, "it must be one of " + listing(choices));
  }

  void text(std::string_view name, std::string& value, std::size_t max_bytes) override {
    const Json* j = find(name);
    if (!j) return;
    if (!j->is_string()) refuse(join(path_, name), *j, "it must be a text");
    const auto& text = j->get_ref<const std::string&>();
    if (text.size() > max_bytes) {
      throw Error(join(path_, name) + " is a text of " + std::to_string(text.size()) +
                  " bytes; at most " + std::to_string(max_bytes) + " can be taken.");
    }
    value = text;
  }

  void numbers(std::string_view name, std::vector<double>& value, std::size_t max_count) override {
    const Json* j = find(name);
    if (!j) return;
    if (!j->is_array()) refuse(join(path_, name), *j, "it must be a list of numbers");
    if (j->size() > max_count) {
      throw Error(join(path_, name) + " is a list of " + std::to_string(j->size()) +
                  " numbers; at most " + std::to_string(max_count) + " can be taken.");
    }
    std::vector<double> list;
    list.reserve(j->size());
    for (std::size_t i = 0; i < j->size(); ++i) {
      const Json& x = (*j)[i];
      if (!x.is_number() || !std::isfinite(x.get<double>())) {
        refuse(join(path_, name) + "[" + std::to_string(i) + "]", x, "it must be a number");
      }
      list.push_back(x.get<double>());
    }
    value = std::move(list);
  }

  const std::vector<std::string_view>& known() const { return known_; }

 private:
  const Json* find(std::string_view name) {
    known_.push_back(name);
    const auto it = object_.find(name);
    return it == object_.end() ? nullptr : &*it;
  }

  const Json& object_;
  const std::string& path_;
  std::vector<std::string_view> known_;
};

class Writer final : public Fields {
 public:
  explicit Writer(Json& out) : out_(out) {}
  void integer(std::string_view name, int& value, IntegerRange) override { set(name, value); }
  void number(std::string_view name, double& value, NumberRange) override { set(name, value); }
  void flag(std::string_view name, bool& value) override { set(name, value); }
  void choice(std::string_view name, std::string& value, Names) override { set(name, value); }
  void text(std::string_view name, std::string& value, std::size_t) override { set(name, value); }
  void numbers(std::string_view name, std::vector<double>& value, std::size_t) override {
    set(name, value);
  }

 private:
  template <class T>
  void set(std::string_view name, const T& value) {
    out_[std::string(name)] = value;
  }
  Json& out_;
};

class Describer final : public Fields {
 public:
  explicit Describer(Json& out) : out_(out) {}

  void integer(std::string_view name, int& value, IntegerRange r) override {
    Json& f = add(name, "integer", value);
    f["min"] = r.min;
    f["max"] = r.max;
    limits(f, r.scale, r.live);
    if (r.bits) f["bits"] = true;
  }
  void number(std::string_view name, double& value, NumberRange r) override {
    Json& f = add(name, "number", value);
    f["min"] = r.min;
    f["max"] = r.max;
    limits(f, r.scale, r.live);
    if (r.decoder) f["decoder"] = true;
  }
  void flag(std::string_view name, bool& value) override { add(name, "flag", value); }
  void choice(std::string_view name, std::string& value, Names choices) override {
    add(name, "choice", value)["choices"] =
        std::vector<std::string>(choices.begin(), choices.end());
  }
  void text(std::string_view name, std::string& value, std::size_t max_bytes) override {
    add(name, "text", value)["max_bytes"] = max_bytes;
  }
  void numbers(std::string_view name, std::vector<double>& value, std::size_t max_count) override {
    add(name, "numbers", value)["max_count"] = max_count;
  }

 private:
  template <class T>
  Json& add(std::string_view name, const char* type, const T& value) {
    out_.push_back(Json{{"name", std::string(name)}, {"type", type}, {"default", value}});
    return out_.back();
  }
  static void limits(Json& f, Scale scale, bool live) {
    f["scale"] = scale == Scale::log ? "log" : "linear";
    f["live"] = live;
  }
  Json& out_;
};

// Follows the parser through a document, and refuses what it would let pass.
class Watch {
 public:
  void see(Json::parse_event_t event, const Json& value) {
    switch (event) {
      case Json::parse_event_t::object_start: begin(false); break;
      case Json::parse_event_t::array_start: begin(true); break;
      case Json::parse_event_t::object_end:
      case Json::parse_event_t::array_end: open_.pop_back(); break;
      case Json::parse_event_t::key: take_key(value.get_ref<const std::string&>()); break;
      case Json::parse_event_t::value: next(); break;
    }
  }

 private:
  // An object or list that is not closed yet
  struct Level {
    bool list;
    int index = -1;  // of the element that a list is at
    std::set<std::string> keys = {};
    std::string key = {};  // that an object is at
  };

  void begin(bool list) {
    next();
    if (open_.size() == max_depth) {
      throw Error("The document is nested more than " + std::to_string(max_depth) +
                  " levels deep; take some out.");
    }
    open_.push_back({list});
  }

  void next() {
    if (!open_.empty() && open_.back().list) ++open_.back().index;
  }

  void take_key(const std::string& key) {
    Level& object = open_.back();
    if (!object.keys.insert(key).second) {
      throw Error("The key " + in_quotes(key) + " stands twice in " + place() + "; remove one.");
    }
    // finding a key takes time in proportion to their number
    if (object.keys.size() > max_keys) {
      throw Error("An object of the document has more than " + std::to_string(max_keys) +
                  " keys; take some out.");
    }
    object.key = key;
  }

  // Of the innermost object: "model.layers[2]"
  std::string place() const {
    std::string path;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      const Level& level = open_[i];
      path = level.list ? path + "[" + std::to_string(level.index) + "]" : join(path, level.key);
    }
    if (path.empty()) return "the document";
    const std::string text = in_quotes(path);
    return text.substr(1, text.size() - 2);
  }

  std::vector<Level> open_;
};

// What the parser found wrong, without its own name for that and without what it had read, which
// may be the whole document: "[json.exception.parse_error.101] parse error at line 1, column 3:
// syntax error while parsing value - invalid literal; last read: '...'; expected ..."
std::string complaint(std::string what) {
  if (const auto end = what.find("] "); end != what.npos) what = what.substr(end + 2);
  what = what.substr(0, what.find("; last read"));
  if (const auto quote = what.find(" '");
      what.starts_with("number overflow") && quote != what.npos) {
    what = "the number " + shortened(what.substr(quote + 2, what.size() - quote - 3)) +
           " is larger than any that can be held";
  }
  return what;
}

}  // namespace

std::string in_quotes(std::string_view text) {
  // one character more than is shown tells that there is more
  const std::string s = ascii(Json(std::string(text.substr(0, max_shown + 1))));
  return '"' + shortened(s.substr(1, s.size() - 2)) + '"';
}

Json parse_json(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    throw Error("The document has " + std::to_string(text.size()) + " bytes; at most " +
                std::to_string(max_bytes) + " can be taken.");
  }
  Watch watch;
  try {
    return Json::parse(text.begin(), text.end(), [&](int, Json::parse_event_t event, Json& value) {
      watch.see(event, value);
      return true;
    });
  } catch (const Json::exception& e) {
    throw Error("The document is not JSON: " + complaint(e.what()) + ".");
  }
}

void refuse_unknown(const Json& object, const std::string& path, Names known) {
  for (const auto& [key, value] : object.items()) {
    bool found = false;
    for (const std::string_view k : known) found = found || k == key;
    if (!found) {
      throw Error((path.empty() ? "The document" : path) + " has a key " + shown(Json(key)) +
                  " that is not known; " +
                  (known.empty() ? "nothing can stand here" : "it takes " + listing(known)) + ".");
    }
  }
}

void read_fields(const Json& object, const std::string& path, bool kinded, Settings& settings,
                 Names others) {
  if (!object.is_object()) refuse(path, object, "it must be an object in braces");
  Reader reader(object, path);
  settings.visit(reader);
  std::vector<std::string_view> known = reader.known();
  if (kinded) known.insert(known.begin(), "kind");
  known.insert(known.begin(), others.begin(), others.end());
  refuse_unknown(object, path, known);
}

Json write_fields(const Settings& settings) {
  Json out = Json::object();
  Writer writer(out);
  Settings copy = settings;
  copy.visit(writer);
  return out;
}

Json write_kind(std::string_view name, const Settings& settings) {
  Json out{{"kind", std::string(name)}};
  out.update(write_fields(settings));
  return out;
}

Json describe_fields(const Settings& defaults) {
  Json out = Json::array();
  Describer describer(out);
  Settings copy = defaults;
  copy.visit(describer);
  return out;
}

Json member_object(const Json& object, const std::string& path, std::string_view key) {
  const auto it = object.find(key);
  if (it == object.end()) return Json::object();
  if (!it->is_object()) refuse(join(path, key), *it, "it must be an object in braces");
  return *it;
}

std::string read_kind_name(const Json& object, const std::string& path, Names known) {
  if (!object.is_object()) refuse(path, object, "it must be an object in braces");
  const auto it = object.find("kind");
  if (it == object.end()) {
    throw Error(join(path, "kind") + " is missing; it must be one of " + listing(known) + ".");
  }
  if (it->is_string()) {
    for (const std::string_view name : known) {
      if (name == it->get_ref<const std::string&>()) return std::string(name);
    }
  }
  refuse(join(path, "kind"), *it, "it must be one of " + listing(known));
}

}  // namespace lushan
