#pragma once

#include <memory>
#include <string_view>

#include "schema/fields.h"

namespace lushan {

// The options struct of some entry of a list, its type erased: a list holds functions, not classes.
class Settings {
 public:
  template <class Options>
  static Settings of(Options options = {}) {
    Settings s;
    s.value_ = std::make_shared<Options>(std::move(options));
    s.visit_ = [](void* value, Fields& f) { static_cast<Options*>(value)->fields(f); };
    s.clone_ = [](const void* value) -> std::shared_ptr<void> {
      return std::make_shared<Options>(*static_cast<const Options*>(value));
    };
    return s;
  }

  // The struct itself; Options must be the type the entry was made with.
  template <class Options>
  const Options& as() const {
    return *static_cast<const Options*>(value_.get());
  }

  // Lets f read or write every field; copies first, so that other holders keep their values.
  void visit(Fields& f) {
    value_ = clone_(value_.get());
    visit_(value_.get(), f);
  }

 private:
  std::shared_ptr<void> value_;
  void (*visit_)(void*, Fields&) = nullptr;
  std::shared_ptr<void> (*clone_)(const void*) = nullptr;
};

// An entry without options.
struct NoOptions {
  void fields(Fields&) {}
};

// The entries of the .def lists that have options begin with their name in JSON and these.
template <class Options>
Settings default_settings() {
  return Settings::of(Options{});
}

// One choice from a list, as in {"kind": "adam", "lr": 0.001}.
template <class Def>
struct Chosen {
  const Def* def = nullptr;
  Settings settings;
};

}  // namespace lushan
