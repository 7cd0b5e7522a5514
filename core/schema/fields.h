#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lushan {

enum class Scale { linear, log };

// What a field may hold, for parsing and for the form a page draws from it.
struct IntegerRange {
  int min = 0;
  int max = std::numeric_limits<int>::max();
  Scale scale = Scale::linear;
  bool live = false;   // may be changed while a run goes on
  bool width = false;  // how wide a layer is: what to lower when a run is too large
  bool bits = false;   // a switch for each of several things, thrown where these are shown
};
struct NumberRange {
  double min = 0;
  double max = 1;
  Scale scale = Scale::linear;
  bool live = false;
  bool decoder = false;  // means something only to a model with a decoder
};

using Names = std::span<const std::string_view>;

// Visits the options of one kind of thing. An options struct names each member once,
//   void fields(Fields& f) { f.integer("units", units, {.min = 1, .max = 1024}); }
// and from that one list come reading, writing and describing (schema/json_fields.h).
class Fields {
 public:
  virtual ~Fields() = default;
  virtual void integer(std::string_view name, int& value, IntegerRange range) = 0;
  virtual void number(std::string_view name, double& value, NumberRange range) = 0;
  virtual void flag(std::string_view name, bool& value) = 0;
  // value is one of choices
  virtual void choice(std::string_view name, std::string& value, Names choices) = 0;
  // UTF-8 text of at most max_bytes
  virtual void text(std::string_view name, std::string& value, std::size_t max_bytes) = 0;
  // A flat list of at most max_count finite numbers
  virtual void numbers(std::string_view name, std::vector<double>& value,
                       std::size_t max_count) = 0;
};

// For visitors that look for fields of some kinds: passes over all others.
class SomeFields : public Fields {
 public:
  void integer(std::string_view, int&, IntegerRange) override {}
  void number(std::string_view, double&, NumberRange) override {}
  void flag(std::string_view, bool&) override {}
  void choice(std::string_view, std::string&, Names) override {}
  void text(std::string_view, std::string&, std::size_t) override {}
  void numbers(std::string_view, std::vector<double>&, std::size_t) override {}
};

}  // namespace lushan
