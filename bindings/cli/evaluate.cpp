#include <iostream>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "files.h"
#include "report.h"
#include "train/session.h"

namespace lushan::cli {

int evaluate(const EvaluateArguments& arguments) {
  const auto weights = read_file(arguments.weights, Blueprint::max_bytes);
  Session session = open_session(arguments.experiment, arguments.data);
  session.load_weights(weights);
  if (arguments.json) {
    const Json line = {{"train", summary(session.evaluate(Split::train))},
                       {"test", summary(session.evaluate(Split::test))},
                       {"fingerprint", text_of_fingerprint(session.fingerprint())}};
    std::cout << line.dump() << '\n';
  } else {
    print_evaluations(session);
  }
  return succeeded;
}

}  // namespace lushan::cli
