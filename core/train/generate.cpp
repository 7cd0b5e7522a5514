#include "train/generate.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "tensor/error.h"

namespace lushan {
namespace {

constexpr std::size_t told = 10;  // likeliest tokens of each step

Tokens read_input(const Json& request, std::span<const std::string> vocabulary) {
  const auto text = request.find("text");
  const auto list = request.find("tokens");
  if (text != request.end() && list != request.end()) {
    throw Error("The request has both text and tokens; give one of the two.");
  }
  if (text != request.end()) {
    if (!text->is_string()) throw Error("text must be a text in quotes.");
    return tokens_of_text(text->get<std::string>(), vocabulary);
  }
  Tokens tokens;
  if (list == request.end()) return tokens;
  if (!list->is_array()) throw Error("tokens must be a list of whole numbers.");
  for (const Json& token : *list) {
    if (!token.is_number_integer()) throw Error("tokens must be a list of whole numbers.");
    const auto value = token.get<std::int64_t>();
    // what is no token is refused by the generator, which knows how many there are
    tokens.push_back(static_cast<int>(std::clamp<std::int64_t>(value, -1, 1 << 20)));
  }
  return tokens;
}

Json likeliest(std::span<const float> p) {
  std::vector<int> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(std::min(told, order.size()));
  std::ranges::partial_sort(order, middle, [&](int a, int b) {
    const float x = p[static_cast<std::size_t>(a)], y = p[static_cast<std::size_t>(b)];
    return x != y ? x > y : a < b;
  });
  Json out = Json::array();
  for (auto k = order.begin(); k != middle; ++k) {
    out.push_back({*k, p[static_cast<std::size_t>(*k)]});
  }
  return out;
}

}  // namespace

Json generate(Session& session, std::string_view text) {
  Generator& generator = session.generator();
  const auto& vocabulary = session.blueprint().data.input.vocabulary;
  Json request = parse_json(text, Experiment::max_bytes);
  if (!request.is_object()) throw Error("The request must be an object in braces.");
  const Tokens input = read_input(request, vocabulary);
  request.erase("text");
  request.erase("tokens");
  Settings options = Settings::of(DecodingOptions{});
  read_fields(request, "", false, options);

  generator.begin(input);
  const Written written = decode(generator, options.as<DecodingOptions>());
  Json steps = Json::array(), considered = Json::array();
  const std::span<const float> all = written.distributions;
  for (std::size_t at = 0; at < all.size(); at += vocabulary.size()) {
    steps.push_back(likeliest(all.subspan(at, vocabulary.size())));
  }
  for (const Considered& c : written.considered) {
    considered.push_back({c.parent, c.token, c.log_probability, c.kept});
  }
  return {{"input", input},
          {"tokens", written.tokens},
          {"text", text_of_tokens(written.tokens, vocabulary)},
          {"ended", written.ended},
          {"log_probability", written.log_probability},
          {"steps", steps},
          {"considered", considered}};
}

}  // namespace lushan
