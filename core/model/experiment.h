#pragma once

#include <string_view>
#include <vector>

#include "nn/block.h"
#include "ops/loss.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"
#include "schema/json_fields.h"
#include "tasks/task.h"

namespace lushan {

// How a run is trained, beside its loss. Everything here may change while it runs.
struct TrainOptions {
  int batch = 32;
  double l1 = 0;         // adds l1 sign(w) to the gradient of weights
  double l2 = 0;         // adds l2 w
  double decay = 0;      // decoupled: w shrinks by lr decay w (Loshchilov and Hutter 2019)
  double clip_norm = 0;  // longest gradient let through, over all parameters; 0: any
  // The chance that a decoder reads the right token next and not the one it would have written
  // itself (Williams and Zipser 1989; Bengio et al. 2015)
  double teacher_forcing = 1;

  void fields(Fields& f);
};

// What an answer of tokens is for a model without a decoder: the same tasks can be asked either
// way.
struct ModelOptions {
  // "task": as the task has it; "beside": one answer under each token of the input, which the model
  // may read whole; "after": the answer goes on where the input ends, token by token.
  std::string answer = "task";

  void fields(Fields& f);
};

struct ExperimentOptions {
  int seed = 1;  // of data, initial weights, shuffling and dropout

  void fields(Fields& f);
};

struct Training {
  Chosen<OptimizerDef> optimizer;
  Chosen<ScheduleDef> schedule;
  Settings options;  // TrainOptions
};

// Whether a decoder now and then reads what it would have written itself.
inline bool runs_free(const Training& training) {
  return training.options.as<TrainOptions>().teacher_forcing < 1;
}

// A list of layers, and the head that ends every model.
enum class Column { layers, encoder, decoder, output };

inline constexpr Column columns_of_layers[] = {Column::layers, Column::encoder, Column::decoder};

constexpr std::string_view name_of(Column column) {
  switch (column) {
    case Column::layers: return "layers";
    case Column::encoder: return "encoder";
    case Column::decoder: return "decoder";
    case Column::output: return "output";
  }
  return "";
}

using Layers = std::vector<Chosen<BlockDef>>;

// Either `layers`, or an encoder and a decoder that reads its output.
struct Model {
  Settings options;  // ModelOptions
  Layers layers;
  Layers encoder, decoder;
  bool decodes = false;  // the document has an encoder and a decoder
  Settings output;       // OutputOptions

  Layers& column(Column);  // one of columns_of_layers
  const Layers& column(Column) const;
};

// A run, described completely: the contract between page, link, command and files.
struct Experiment {
  static constexpr int version = 1;
  static constexpr std::size_t max_bytes = 8'000'000;  // of its JSON text, own data included
  static constexpr std::size_t max_layers = 64;        // of a column

  Settings options;  // ExperimentOptions
  Chosen<TaskDef> task;
  Model model;
  Chosen<LossDef> loss;  // def is null when the document names none: settled by the task's targets
  Training training;

  int seed() const { return options.as<ExperimentOptions>().seed; }
};

// Reads and checks a document; what it leaves out is at its default. Throws Error naming the path
// and the remedy: "train.batch is 0; it must be a whole number between 1 and 1024."
Experiment parse_experiment(std::string_view json);

// Reads the "train" part alone; the loss must be the one given, since changing it is another run.
Training parse_training(std::string_view json, const Chosen<LossDef>& loss);

// The document with every field written out; parsing it gives the same experiment.
Json write_experiment(const Experiment& experiment);
Json write_training(const Experiment& experiment);  // its "train"

// Everything the page must know to draw its forms: all lists, fields, ranges and defaults.
Json manifest();

}  // namespace lushan
