#include <iostream>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "files.h"
#include "tensor/error.h"
#include "train/generate.h"

namespace lushan::cli {
namespace {

std::string text_of(const Json& request) {
  try {
    return request.dump();
  } catch (const Json::type_error&) {
    throw Error("--text is not UTF-8; write it in that encoding.");
  }
}

}  // namespace

int generate(const GenerateArguments& arguments) {
  const auto weights = read_file(arguments.weights, Blueprint::max_bytes);
  Session session = open_session(arguments.experiment, arguments.data);
  session.load_weights(weights);
  const Json request = {{"text", arguments.text},
                        {"method", arguments.method},
                        {"temperature", arguments.temperature},
                        {"seed", arguments.seed},
                        {"beams", arguments.beams}};
  const Json written = lushan::generate(session, text_of(request));
  std::cout << (arguments.json ? written.dump() : written["text"].get<std::string>()) << '\n';
  return succeeded;
}

}  // namespace lushan::cli
