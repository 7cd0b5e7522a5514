#pragma once

#include <emscripten/val.h>

#include <exception>
#include <string>
#include <utility>

namespace lushan::wasm {

// Lets a C++ exception arrive in JavaScript as an Error with its sentence. By the time it is
// thrown, every C++ frame below has been left and its destructors have run.
[[noreturn]] inline void throw_error(const std::string& message) {
  emscripten::val::global("Error").new_(emscripten::val::u8string(message.c_str())).throw_();
  __builtin_unreachable();
}

// guarded<&f>::call is f with that translation; f is a function or a member function.
template <auto F>
struct guarded;

template <class R, class... A, R (*F)(A...)>
struct guarded<F> {
  static R call(A... a) {
    std::string message;
    try {
      return F(std::forward<A>(a)...);
    } catch (const std::exception& e) {
      message = e.what();
    }
    throw_error(message);
  }
};

}  // namespace lushan::wasm
