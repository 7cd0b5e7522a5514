#include <iostream>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "files.h"
#include "report.h"
#include "tensor/error.h"
#include "train/session.h"

namespace lushan::cli {

int evaluate(const EvaluateArguments& arguments) {
  Experiment experiment = read_experiment(arguments.experiment);
  const auto weights = read_file(arguments.weights, Blueprint::max_bytes);
  const auto asset = read_asset(experiment, arguments.data);
  Session session(std::move(experiment), asset);
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
