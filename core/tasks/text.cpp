#include "tasks/text.h"

#include "tensor/error.h"

namespace lushan {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

// Bytes of the character that begins at `at`, by RFC 3629's table of well-formed sequences, which
// leaves out overlong forms, surrogates and what lies beyond U+10FFFF; 0 where there is none.
std::size_t character_bytes(std::string_view text, std::size_t at) {
  const unsigned lead = byte_at(text, at), second = byte_at(text, at + 1);
  const auto follows = [&](std::size_t i) { return (byte_at(text, at + i) & 0xC0) == 0x80; };
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4 || !follows(1)) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) {
    const bool overlong = lead == 0xE0 && second < 0xA0, surrogate = lead == 0xED && second > 0x9F;
    return !overlong && !surrogate && follows(2) ? 3 : 0;
  }
  const bool overlong = lead == 0xF0 && second < 0x90, beyond = lead == 0xF4 && second > 0x8F;
  return !overlong && !beyond && follows(2) && follows(3) ? 4 : 0;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

Parts characters_of(std::string_view text) {
  Parts out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = character_bytes(text, at);
    if (bytes == 0) {
      throw Error("The text is not UTF-8 at byte " + std::to_string(at + 1) +
                  "; save it as UTF-8 and take it again.");
    }
    out.push_back(text.substr(at, bytes));
    at += bytes;
  }
  return out;
}

Parts words_of(std::string_view text) {
  Parts out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && !is_blank(text[end])) ++end;
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

Parts lines_of(std::string_view text) {
  Parts out;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return out;
}

void refuse_control_characters(std::string_view text) {
  int line = 1;
  for (const char c : text) {
    if (c == '\n') ++line;
    if (c == '\n' || c == '\r' || c == '\t') continue;
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) continue;
    throw Error("Line " + std::to_string(line) +
                " has a control character, so this is no plain text; save it as plain text.");
  }
}

std::string_view without_blanks_around(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

void Symbols::add(std::span<const std::string_view> parts) {
  for (const std::string_view part : parts) symbols_.emplace(part, 0);
  if (std::ssize(symbols_) > max_symbols) {
    throw Error("The text has more than " + std::to_string(max_symbols) +
                " different symbols; take a shorter one, or characters instead of words.");
  }
}

std::vector<std::string> Symbols::vocabulary() {
  std::vector<std::string> names;
  int next = tokens::specials;
  for (auto& [symbol, token] : symbols_) {
    names.emplace_back(symbol);
    token = next++;
  }
  return vocabulary_of(names);
}

Tokens Symbols::tokens(std::span<const std::string_view> parts) const {
  Tokens out;
  out.reserve(parts.size());
  for (const std::string_view part : parts) out.push_back(symbols_.at(part));
  return out;
}

}  // namespace lushan
