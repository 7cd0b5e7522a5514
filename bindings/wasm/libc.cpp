// Two functions of the C library in fewer bytes, put in their places by the linker (--wrap). Its
// own reckon in floats of 128 bits, made by software, and are a good part of what a page downloads.
#include <emscripten/em_js.h>
#include <emscripten/em_macros.h>

#include <cstdarg>
#include <cstdlib>
#include <cstring>

EM_JS_DEPS(lushan_number, "$UTF8ToString");
EM_JS(double, lushan_number, (const char* text), { return parseFloat(UTF8ToString(text)); })

extern "C" {

// JavaScript rounds as exactly. Whoever calls this has checked that the text is a decimal number,
// to its end.
double __wrap_strtod(const char* text, char** end) {
  if (end) *end = const_cast<char*>(text) + std::strlen(text);
  return lushan_number(text);
}

// Emscripten's, without floats: only whole numbers are printed by it.
int vsniprintf(char* to, std::size_t size, const char* format, va_list arguments);

int __wrap_snprintf(char* to, std::size_t size, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = vsniprintf(to, size, format, arguments);
  va_end(arguments);
  return length;
}
}
