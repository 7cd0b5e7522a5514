#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>

#include "commands.h"
#include "nn/refusal.h"
#include "tensor/error.h"

namespace lushan::cli {
namespace {

constexpr int max_steps = 1'000'000'000;
constexpr int most_listed = 10'000;  // of steps whose batches are written

// For --steps: empty, or what is wrong with `text`.
std::string check_steps(const std::string& text) {
  int steps = -1;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, steps);
  if (error == std::errc{} && at == end && steps >= 0 && steps <= max_steps) return {};
  return text + " is no whole number between 0 and " + std::to_string(max_steps);
}

CLI::App& add_command(CLI::App& app, const char* name, const char* help, bool& json) {
  CLI::App& command = *app.add_subcommand(name, help);
  command.add_flag("--json", json, "Print JSON, one object a line");
  return command;
}

void add_experiment(CLI::App& command, std::string& path, bool required = true) {
  command.add_option("EXPERIMENT", path, "The experiment, a JSON file; - for standard input")
      ->type_name("")
      ->required(required);
}

void add_data(CLI::App& command, std::string& folder) {
  command.add_option("--data", folder, "The folder of data files such as mnist.bin")
      ->type_name("DIR");
}

void add_steps(CLI::App& command, int& steps, const char* help) {
  command.add_option("--steps", steps, help)->type_name("N")->check(check_steps);
}

void add_weights(CLI::App& command, std::string& path) {
  command.add_option("--weights", path, "The weights that train --out wrote")
      ->type_name("FILE.safetensors")
      ->required();
}

void add_train(CLI::App& app, TrainArguments& t, int& status) {
  CLI::App& command = add_command(app, "train", "Train a network", t.json);
  add_experiment(command, t.experiment);
  add_steps(command, t.steps, "Training steps (1000)");
  command.add_option("--reports", t.reports, "Evaluations during the run (20)")
      ->type_name("N")
      ->check(CLI::Range(1, max_steps));
  command.add_option("--out", t.out, "Write the weights there")->type_name("FILE.safetensors");
  command.add_option("--trace", t.trace, "Write what the first 100 steps saw and did there")
      ->type_name("FILE.safetensors");
  add_data(command, t.data);
  command.callback([&] { status = train(t); });
}

void add_evaluate(CLI::App& app, EvaluateArguments& e, int& status) {
  CLI::App& command = add_command(app, "evaluate", "Measure a trained network", e.json);
  add_experiment(command, e.experiment);
  add_weights(command, e.weights);
  add_data(command, e.data);
  command.callback([&] { status = evaluate(e); });
}

void add_generate(CLI::App& app, GenerateArguments& g, int& status) {
  CLI::App& command = add_command(app, "generate", "Let a trained model write its answer", g.json);
  add_experiment(command, g.experiment);
  add_weights(command, g.weights);
  command.add_option("--text", g.text, "What the model reads, or the text's beginning")
      ->type_name("TEXT");
  command.add_option("--method", g.method, "greedy, sample or beam (greedy)")->type_name("NAME");
  command.add_option("--temperature", g.temperature, "Of sampling (1)")->type_name("T");
  command.add_option("--seed", g.seed, "Of sampling (1)")->type_name("N");
  command.add_option("--beams", g.beams, "Ways that beam search follows (4)")->type_name("N");
  add_data(command, g.data);
  command.callback([&] { status = generate(g); });
}

void add_rows(CLI::App& app, DataArguments& d, int& status) {
  CLI::App& command =
      *app.add_subcommand("data", "Write all examples of a task, and the batches of each step");
  add_experiment(command, d.experiment);
  command.add_option("--out", d.out, "Write them there")->type_name("FILE.safetensors")->required();
  command.add_option("--steps", d.steps, "Steps whose batches are listed (0)")
      ->type_name("N")
      ->check(CLI::Range(0, most_listed));
  add_data(command, d.data);
  command.callback([&] { status = data(d); });
}

void add_describe(CLI::App& app, DescribeArguments& d, int& status) {
  CLI::App& command = add_command(
      app, "describe",
      "Tell a model's shapes, parameters and memory, or all there is to choose from", d.json);
  add_experiment(command, d.experiment, false);
  command.callback([&] { status = describe(d); });
}

void add_fingerprint(CLI::App& app, FingerprintArguments& f, int& status) {
  CLI::App& command =
      add_command(app, "fingerprint", "Train and print a hash of the weights' bits", f.json);
  add_experiment(command, f.experiment);
  add_steps(command, f.steps, "Training steps (0)");
  add_data(command, f.data);
  command.callback([&] { status = fingerprint(f); });
}

// What is wrong with the call. Of a command it does not know the parser says that one is required.
std::string complaint(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (first.empty() || first[0] == '-' || !app.get_subcommands().empty()) {
    return std::string(error.what()) + "; lushan --help tells how to call it.";
  }
  std::string names;
  for (const CLI::App* command : app.get_subcommands({})) {
    names += (names.empty() ? "" : ", ") + command->get_name();
  }
  return "There is no command “" + std::string(first) + "”; choose among " + names + ".";
}

int run(int argc, char** argv) {
  CLI::App app("Trains the networks of Lushan's page natively, to the same bits.", "lushan");
  app.set_version_flag("--version", LUSHAN_VERSION);
  app.require_subcommand(1);
  int status = succeeded;
  TrainArguments of_train;
  add_train(app, of_train, status);
  EvaluateArguments of_evaluate;
  add_evaluate(app, of_evaluate, status);
  GenerateArguments of_generate;
  add_generate(app, of_generate, status);
  DataArguments of_data;
  add_rows(app, of_data, status);
  DescribeArguments of_describe;
  add_describe(app, of_describe, status);
  FingerprintArguments of_fingerprint;
  add_fingerprint(app, of_fingerprint, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    throw Error(complaint(app, error, argc, argv));
  }
  return status;
}

// The sentence, opened by the path of what it is about unless it names that itself.
std::string with_place(const Refusal& refusal) {
  const std::string sentence = refusal.what();
  if (refusal.place.empty() || sentence.find(refusal.place) <= 1) return sentence;
  return refusal.place + ": " + sentence;
}

}  // namespace
}  // namespace lushan::cli

int main(int argc, char** argv) {
  try {
    return lushan::cli::run(argc, argv);
  } catch (const lushan::Refusal& refusal) {
    std::cerr << lushan::cli::with_place(refusal) << '\n';
    return lushan::cli::bad_input;
  } catch (const lushan::Error& error) {
    std::cerr << error.what() << '\n';
    return lushan::cli::bad_input;
  } catch (const std::exception& error) {
    std::cerr << "lushan failed: " << error.what() << '\n';
    return lushan::cli::failed;
  }
}
