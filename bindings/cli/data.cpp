#include "commands.h"
#include "files.h"
#include "train/data_file.h"

namespace lushan::cli {

int data(const DataArguments& arguments) {
  check_writable(arguments.out, arguments.experiment);
  Experiment experiment = read_experiment(arguments.experiment);
  const auto asset = read_asset(experiment, arguments.data);
  write_file(arguments.out, write_data(std::move(experiment), asset, arguments.steps));
  return succeeded;
}

}  // namespace lushan::cli
