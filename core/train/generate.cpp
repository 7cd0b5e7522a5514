#include "train/generate.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "tensor/error.h"

namespace lushan {
namespace {

constexpr std::size_t told = 10;  // likeliest tokens of each step

Tokens read_tokens(const Json& list, std::string_view name) {
  const auto refuse = [&] { throw Error(std::string(name) + " must be a list of whole numbers."); };
  Tokens tokens;
  if (!list.is_array()) refuse();
  for (const Json& token : list) {
    if (!token.is_number_integer()) refuse();
    const auto value = token.get<std::int64_t>();
    // what is no token is refused by whoever knows how many there are
    tokens.push_back(static_cast<int>(std::clamp<std::int64_t>(value, -1, 1 << 20)));
  }
  return tokens;
}

// Takes "text" or "tokens" out of the request.
Tokens take_input(Json& request, std::span<const std::string> vocabulary) {
  const auto text = request.find("text");
  const auto list = request.find("tokens");
  if (text != request.end() && list != request.end()) {
    throw Error("The request has both text and tokens; give one of the two.");
  }
  if (text != request.end()) {
    if (!text->is_string()) throw Error("text must be a text in quotes.");
    const Tokens tokens = tokens_of_text(text->get<std::string>(), vocabulary);
    request.erase("text");
    return tokens;
  }
  Tokens tokens;
  if (list != request.end()) tokens = read_tokens(*list, "tokens");
  request.erase("tokens");
  return tokens;
}

// Takes "written" out of the request.
Tokens take_written(Json& request, std::span<const std::string> vocabulary) {
  Tokens written;
  if (const auto list = request.find("written"); list != request.end()) {
    written = read_tokens(*list, "written");
  }
  request.erase("written");
  check_tokens("The answer", written, vocabulary);
  return written;
}

// chances: what was drawn from, or empty
Json told_tokens(std::span<const float> p, std::span<const float> chances) {
  std::vector<int> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(std::min(told, order.size()));
  std::ranges::partial_sort(order, middle, [&](int a, int b) {
    const float x = p[static_cast<std::size_t>(a)], y = p[static_cast<std::size_t>(b)];
    return x != y ? x > y : a < b;
  });
  Json out = Json::array();
  for (auto k = order.begin(); k != middle; ++k) {
    const auto at = static_cast<std::size_t>(*k);
    out.push_back(chances.empty() ? Json{*k, p[at]} : Json{*k, p[at], chances[at]});
  }
  return out;
}

}  // namespace

Json generate(Session& session, std::string_view text) {
  Generator& generator = session.generator();
  const auto& vocabulary = session.blueprint().data.input.vocabulary;
  Json request = parse_json(text, Experiment::max_bytes);
  if (!request.is_object()) throw Error("The request must be an object in braces.");
  const Tokens input = take_input(request, vocabulary);
  const Tokens before = take_written(request, vocabulary);
  Settings options = Settings::of(DecodingOptions{});
  read_fields(request, "", false, options);

  generator.begin(input);
  if (before.size() > static_cast<std::size_t>(generator.room())) {
    throw Error("There is no room to go on after " + std::to_string(before.size()) +
                " tokens; begin anew.");
  }
  for (const int token : before) generator.write(token);
  const Written written = decode(generator, options.as<DecodingOptions>());
  Json steps = Json::array(), considered = Json::array();
  const std::span<const float> all = written.distributions, drawn = written.chances;
  for (std::size_t at = 0; at < all.size(); at += vocabulary.size()) {
    steps.push_back(told_tokens(all.subspan(at, vocabulary.size()),
                                drawn.empty() ? drawn : drawn.subspan(at, vocabulary.size())));
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

Json show(Session& session, std::string_view text) {
  const Blueprint& blueprint = session.blueprint();
  const Dataset& data = blueprint.data;
  const auto& vocabulary = data.input.vocabulary;
  if (data.input.kind != ValueKind::tokens || data.target.kind != TargetKind::tokens) {
    throw Error("This model does not read a text and answer it in tokens.");
  }
  Json request = parse_json(text, Experiment::max_bytes);
  if (!request.is_object()) throw Error("The request must be an object in braces.");
  const Tokens input = take_input(request, vocabulary);
  Tokens answer = take_written(request, vocabulary);
  if (const auto ended = request.find("ended"); ended != request.end() && *ended == true) {
    answer.push_back(tokens::end);
  }
  Tokens x = input, target = answer;
  if (data.target.alignment == Alignment::next) {
    // a question is followed by the sign that its answer begins; a text of no question begins so
    const auto place = blueprint.asks ? x.end() : x.begin();
    x.insert(place, tokens::begin);
    target.assign(x.size() - 1, tokens::pad);
    if (!blueprint.asks) std::ranges::copy(input, target.begin());
    x.insert(x.end(), answer.begin(), answer.end() - (answer.empty() ? 0 : 1));
    target.insert(target.end(), answer.begin(), answer.end());
  }
  const auto laid_out = [](const Tokens& tokens, std::size_t room, std::string_view what) {
    if (tokens.size() > room) {
      throw Error(std::string(what) + " has " + std::to_string(tokens.size()) +
                  " tokens, and this model has room for " + std::to_string(room) + "; shorten it.");
    }
    std::vector<float> row(room, static_cast<float>(tokens::pad));
    std::ranges::copy(tokens, row.begin());
    return row;
  };
  const std::vector<float> row = laid_out(x, data.input.shape.size(), "The input");
  session.set_example_input(
      row, laid_out(target, static_cast<std::size_t>(data.target.length), "The answer"));
  return {{"input", x}, {"target", target}};
}

}  // namespace lushan
