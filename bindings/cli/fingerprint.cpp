#include <iostream>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "files.h"
#include "train/session.h"

namespace lushan::cli {

int fingerprint(const FingerprintArguments& arguments) {
  Session session = open_session(arguments.experiment, arguments.data);
  session.run(arguments.steps);
  if (session.stop()) {
    std::cerr << session.stop()->message << '\n';
    return failed;
  }
  const std::string text = text_of_fingerprint(session.fingerprint());
  if (arguments.json) {
    std::cout << Json{{"step", session.step()}, {"fingerprint", text}}.dump() << '\n';
  } else {
    std::cout << text << '\n';
  }
  return succeeded;
}

}  // namespace lushan::cli
