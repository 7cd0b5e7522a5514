// Any text as an input of tokens. The first byte says how many symbols there are; they are cut from
// what follows it. What is not refused with an Error is, but for spaces, the text again.
#include "fuzz.h"
#include "tasks/sequence.h"

using namespace lushan;

namespace {

std::string without_spaces(std::string_view text) {
  std::string out;
  std::ranges::copy_if(text, std::back_inserter(out), [](char c) { return c != ' '; });
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return -1;
  std::string_view text = text_of(data, size).substr(1);
  std::vector<std::string> symbols;
  for (std::size_t k = 0; k < data[0] % 8u; ++k) {
    const auto symbol = text.substr(0, 1 + k % 3);
    if (symbol.empty() || symbol.find(' ') != symbol.npos) break;
    symbols.emplace_back(symbol);
    text.remove_prefix(symbol.size());
  }
  return attempt([&] {
    const std::vector<std::string> vocabulary = vocabulary_of(symbols);
    const Tokens tokens = tokens_of_text(text, vocabulary);
    const std::string again = text_of_tokens(tokens, vocabulary);
    require(without_spaces(again) == without_spaces(text));
  });
}
