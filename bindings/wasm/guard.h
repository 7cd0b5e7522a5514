#pragma once

#include <emscripten/val.h>

#include <exception>
#include <string>
#include <utility>

#include "nn/refusal.h"

namespace lushan::wasm {

// Lets a C++ exception arrive in JavaScript as an Error with its sentence, the layer or the place
// in the document it is about, and the edits that would mend it, each one operation of a JSON
// Patch. By the time it is thrown, every C++ frame below has been left and its destructors have
// run.
[[noreturn]] inline void throw_error(const Refusal& e) {
  using emscripten::val;
  val error = val::global("Error").new_(val::u8string(e.what()));
  error.set("layer", val::u8string(e.layer.c_str()));
  error.set("place", val::u8string(e.place.c_str()));
  val remedies = val::array();
  for (const Remedy& remedy : e.remedies) {
    val edit = val::object();
    edit.set("op", remedy.op);
    edit.set("path", remedy.path);
    if (!remedy.value.empty()) {
      edit.set("value", val::global("JSON").call<val>("parse", remedy.value));
    }
    remedies.call<void>("push", edit);
  }
  error.set("remedies", remedies);
  error.throw_();
  __builtin_unreachable();
}

// guarded<&f>::call is f with that translation; f is a function or a member function.
template <auto F>
struct guarded;

template <class R, class... A, R (*F)(A...)>
struct guarded<F> {
  static R call(A... a) {
    Refusal error("");
    try {
      return F(std::forward<A>(a)...);
    } catch (const Refusal& e) {
      error = e;
    } catch (const std::exception& e) {
      error = Refusal(e.what());
    }
    throw_error(error);
  }
};

}  // namespace lushan::wasm
