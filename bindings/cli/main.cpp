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

int run(int argc, char** argv) {
  CLI::App app("Trains the networks of Lushan's page natively, to the same bits.", "lushan");
  app.set_version_flag("--version", LUSHAN_VERSION);
  app.require_subcommand(1);
  int status = succeeded;

  TrainArguments t;
  CLI::App& train_command = add_command(app, "train", "Train a network", t.json);
  add_experiment(train_command, t.experiment);
  add_steps(train_command, t.steps, "Training steps (1000)");
  train_command.add_option("--reports", t.reports, "Evaluations during the run (20)")
      ->type_name("N")
      ->check(CLI::Range(1, max_steps));
  train_command.add_option("--out", t.out, "Write the weights there")
      ->type_name("FILE.safetensors");
  train_command.add_option("--trace", t.trace, "Write what the first 100 steps saw and did there")
      ->type_name("FILE.safetensors");
  add_data(train_command, t.data);
  train_command.callback([&] { status = train(t); });

  EvaluateArguments e;
  CLI::App& evaluate_command = add_command(app, "evaluate", "Measure a trained network", e.json);
  add_experiment(evaluate_command, e.experiment);
  evaluate_command.add_option("--weights", e.weights, "The weights that train --out wrote")
      ->type_name("FILE.safetensors")
      ->required();
  add_data(evaluate_command, e.data);
  evaluate_command.callback([&] { status = evaluate(e); });

  GenerateArguments g;
  CLI::App& generate_command =
      add_command(app, "generate", "Let a trained model write its answer", g.json);
  add_experiment(generate_command, g.experiment);
  generate_command.add_option("--weights", g.weights, "The weights that train --out wrote")
      ->type_name("FILE.safetensors")
      ->required();
  generate_command.add_option("--text", g.text, "What the model reads, or the text's beginning")
      ->type_name("TEXT");
  generate_command.add_option("--method", g.method, "greedy, sample or beam (greedy)")
      ->type_name("NAME");
  generate_command.add_option("--temperature", g.temperature, "Of sampling (1)")->type_name("T");
  generate_command.add_option("--seed", g.seed, "Of sampling (1)")->type_name("N");
  generate_command.add_option("--beams", g.beams, "Ways that beam search follows (4)")
      ->type_name("N");
  add_data(generate_command, g.data);
  generate_command.callback([&] { status = generate(g); });

  DataArguments rows;
  CLI::App& data_command =
      *app.add_subcommand("data", "Write all examples of a task, and the batches of each step");
  add_experiment(data_command, rows.experiment);
  data_command.add_option("--out", rows.out, "Write them there")
      ->type_name("FILE.safetensors")
      ->required();
  data_command.add_option("--steps", rows.steps, "Steps whose batches are listed (0)")
      ->type_name("N")
      ->check(CLI::Range(0, most_listed));
  add_data(data_command, rows.data);
  data_command.callback([&] { status = data(rows); });

  DescribeArguments d;
  CLI::App& describe_command = add_command(
      app, "describe",
      "Tell a model's shapes, parameters and memory, or all there is to choose from", d.json);
  add_experiment(describe_command, d.experiment, false);
  describe_command.callback([&] { status = describe(d); });

  FingerprintArguments f;
  CLI::App& fingerprint_command =
      add_command(app, "fingerprint", "Train and print a hash of the weights' bits", f.json);
  add_experiment(fingerprint_command, f.experiment);
  add_steps(fingerprint_command, f.steps, "Training steps (0)");
  add_data(fingerprint_command, f.data);
  fingerprint_command.callback([&] { status = fingerprint(f); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    throw Error(std::string(error.what()) + "; lushan --help tells how to call it.");
  }
  return status;
}

// The sentence, opened by the path of what it is about unless it names that itself.
std::string with_place(const Refusal& refusal) {
  const std::string sentence = refusal.what();
  if (refusal.place.empty() || sentence.starts_with(refusal.place)) return sentence;
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
