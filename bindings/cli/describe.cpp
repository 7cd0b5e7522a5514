#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "files.h"
#include "model/blueprint.h"

namespace lushan::cli {
namespace {

std::string shape_text(const Json& type) {
  std::string text;
  for (const Json& extent : type["shape"]) {
    text += (text.empty() ? "" : " x ") + extent.dump();
  }
  return text;
}

void print_table(const Json& info) {
  const Json& task = info["task"];
  std::printf("%-24s  %-12s  %-12s  %-12s  %12s  %14s\n", "layer", "kind", "input", "output",
              "parameters", "flop a row");
  for (const Json& layer : info["layers"]) {
    std::printf("%-24s  %-12s  %-12s  %-12s  %12lld  %14lld\n",
                layer["path"].get<std::string>().c_str(), layer["kind"].get<std::string>().c_str(),
                shape_text(layer["input"]).c_str(), shape_text(layer["output"]).c_str(),
                layer["parameters"].get<long long>(), layer["operations"].get<long long>());
  }
  std::printf("\ntask        %s, %d rows for training, %d held out\n",
              info["experiment"]["task"]["kind"].get<std::string>().c_str(),
              task["train"].get<int>(), task["test"].get<int>());
  std::printf("loss        %s\n", info["loss"]["kind"].get<std::string>().c_str());
  std::printf("parameters  %lld\n", info["parameters"].get<long long>());
  std::printf("memory      %.2f MB\n", info["memory"].get<double>() / 1e6);
  std::printf("a step      %.3g Mflop\n", info["operations"].get<double>() / 1e6);
}

}  // namespace

int describe(const DescribeArguments& arguments) {
  if (arguments.experiment.empty()) {
    std::cout << manifest().dump(arguments.json ? -1 : 2) << '\n';
    return succeeded;
  }
  // Shapes do not depend on a data file's content, so that it need not be there.
  const Json info = Blueprint(read_experiment(arguments.experiment), {}, true).info();
  if (arguments.json) {
    std::cout << info.dump() << '\n';
  } else {
    print_table(info);
  }
  return succeeded;
}

}  // namespace lushan::cli
