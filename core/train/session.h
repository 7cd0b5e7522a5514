#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/blueprint.h"
#include "model/safetensors.h"
#include "train/batches.h"
#include "train/decoding.h"
#include "train/evaluation.h"
#include "train/free_running.h"
#include "train/least_squares.h"
#include "train/probe.h"
#include "train/summary.h"
#include "train/trace.h"

namespace lushan {

enum class Split { train, test };

// Why a run came to a halt by itself.
struct Stop {
  std::int64_t step = 0;
  std::string node;     // the first that is not finite
  std::string message;  // a sentence with a remedy
};

// One run: data, model, optimizer and their state. What takes memory happens in the constructor or
// in a live change; run() takes none.
class Session {
 public:
  static constexpr int most_evaluated = 2000;     // training rows that evaluate looks at
  static constexpr std::size_t most_traced = 16;  // parameters a trace follows

  // asset: the bytes of the data file the task names, if it names one. Throws Error when anything
  // does not fit, before memory is taken for it.
  Session(Experiment experiment, std::span<const std::byte> asset);

  // Trains up to `steps` steps; returns how many were done. Fewer: see stop().
  int run(int steps) noexcept;

  const std::optional<Stop>& stop() const { return stop_; }
  std::int64_t step() const { return step_; }
  std::int64_t epoch() const { return batches_.epoch(); }
  double learning_rate() const;  // of the next step
  double gradient_norm();        // of the last step's loss, over all parameters, before clipping
  double take_loss();            // mean batch loss since the last call; NaN when there was no step

  // Loss, accuracy and predictions with the present weights: of all held-out rows, or of the first
  // most_evaluated training rows.
  const Evaluation& evaluate(Split split);

  // Runs a probe's forward pass with the present weights; refresh_probe, a whole step on the
  // example, which changes nothing of the run. Its memory is taken when it is first asked for.
  void refresh_grid();
  void refresh_example();
  void refresh_summaries();  // of the last step's tensors, those that were asked for
  void refresh_probe();
  void set_example(Split split, int index);  // throws Error when there is no such row
  // An input of the user's own; a target of tokens that is not given is unknown, all padding.
  // Throws Error when a count is not right.
  void set_example_input(std::span<const float> x, std::span<const float> target = {});

  // Live changes. Each throws Error, and changes nothing, when what it is given will not do.
  void set_training(std::string_view json);              // the document's "train"
  void set_option(std::string_view path, double value);  // "dropout_1.rate"
  void set_parameter(std::string_view name, int index, double value);

  // Makes the probe's step on the example one of the run's own; the batches stay where they are.
  // Throws Error when the run has stopped or the step would stop it.
  void apply_probe();

  // Whatever can be watched, as "<probe>:<node>": see watch.cpp. The handle stays valid for the
  // session's life, the span until the next live change or evaluation.
  int find(std::string_view path);  // throws Error when there is no such thing
  std::span<const float> view(int handle) const;
  Shape shape(int handle) const;

  // The training loss over a grid of two parameters' values, all others as they are:
  // (resolution, resolution), rows along b, columns along a.
  struct Axis {
    std::string_view parameter;
    int index = 0;
    double min = 0, max = 0;
  };
  std::vector<float> landscape(const Axis& a, const Axis& b, int resolution);

  // What writes this model's answers. Throws Error when it writes none.
  Generator& generator();

  // All parameters but buffers, in order of declaration, step by step; empty beyond most_traced
  // of them.
  const Trace& trace() const { return trace_; }

  // The optimum of a model that is linear in its parameters with one output and a squared error;
  // empty weights for any other.
  LeastSquares solution();

  std::uint64_t fingerprint() const { return blueprint_.parameters.fingerprint(); }
  const Blueprint& blueprint() const { return blueprint_; }
  Parameters& parameters() { return blueprint_.parameters; }
  Plan& train_plan() { return *train_; }
  Plan& probe_plan() { return probe().plan(); }
  float& parameter_at(std::string_view name, int index);  // throws Error when there is none

  // The weights as a safetensors file that carries the experiment, and back. load_weights throws
  // Error, and changes nothing, when a tensor is missing or has another shape.
  std::vector<std::byte> save_weights() const;
  void load_weights(std::span<const std::byte> bytes);

  // The whole state of the run, as the same kind of file with more in it: a run restored from it
  // goes on to the same bits as one that never stopped. Knobs that may change while a run goes on
  // come back as they were. restore throws Error, and changes nothing, when the bytes are of
  // another document or not in order.
  std::vector<std::byte> snapshot() const;
  void restore(std::span<const std::byte> bytes);

  // Where a watch path leads. Public for the functions of watch.cpp that are no members.
  struct Watch {
    enum class Source {
      parameter,
      train,
      grid,
      example,
      summary,
      probe,
      probe_updated,
      test_prediction,
      test_loss,
      test_confusion,
      data_x,
      data_y
    };
    Source source = Source::parameter;
    int id = -1;  // of a parameter, node or summary
    bool gradient = false;
    Split split = Split::train;
  };

 private:
  void plan_training();
  void apply_live_options();
  void fill_grid();
  void halt() noexcept;
  void stop_at(std::string node) noexcept;
  void trace_parameters() noexcept;
  Watch resolve(std::string_view path);
  std::optional<Watch> watch_of_summary(std::string_view name);
  std::optional<Watch> watch_of_tensor(std::string_view probe, std::string_view name) const;
  Probe& probe();
  const TrainOptions& options() const;
  std::vector<TensorView> weights() const;
  std::string hash_of_document() const;  // of all of it that no live change reaches

  Blueprint blueprint_;
  const std::string document_ = hash_of_document();
  Batches batches_;
  std::optional<Plan> train_, evaluation_, example_, grid_;
  std::optional<Evaluator> evaluator_;
  std::optional<Generator> generator_;
  std::optional<FreeRunning> free_running_;
  std::optional<Probe> probe_;
  Evaluation on_train_, on_test_;
  std::vector<Watch> watches_;
  std::vector<Summary> summaries_;
  Trace trace_;
  std::vector<float> traced_;

  std::int64_t step_ = 0;
  std::int64_t optimizer_step_ = 0;  // since this optimizer was chosen, when its state was zero
  double loss_sum_ = 0;
  std::int64_t loss_count_ = 0;
  std::optional<double> gradient_norm_;  // unknown until asked for, when nothing else needs it
  std::optional<Stop> stop_;
};

}  // namespace lushan
