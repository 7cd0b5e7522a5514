#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "graph/plan.h"
#include "model/network.h"

namespace lushan {

// A run made ready but for its memory: the data, and the model recorded for every use of it. So
// each error of shape, and the memory a run needs, is known before anything is taken for it.
class Blueprint {
 public:
  static constexpr std::uint64_t max_bytes = 1'000'000'000;
  static constexpr int evaluation_batch = 256;
  static constexpr int evaluated_sequences = 32;  // the same for tokens and sequences
  static constexpr int grid_side = 64;            // of the grid over two inputs
  static constexpr int curve_points = 256;        // of the grid over one input

  // asset: the bytes of the data file the task names. Without them, and with `outline` allowed,
  // the data are zeros of the right shape. Throws Error when anything does not fit.
  Blueprint(Experiment experiment, std::span<const std::byte> asset, bool outline);
  Blueprint(const Blueprint&) = delete;
  Blueprint& operator=(const Blueprint&) = delete;

  // What a run of the experiment on data of these shapes would take, whatever that is; the data
  // themselves come on top. Throws TooLarge when one tensor alone is beyond all bounds.
  static std::uint64_t bytes(Experiment experiment, Dataset shapes);

  // Takes another "train", and records anew what depends on it; says whether something did. Throws
  // Error, and changes nothing, when the run would grow too large or the model has no use for it.
  bool set_training(Training wanted);

  std::uint64_t bytes() const;  // parameters, plans and data
  Json info() const;            // see describe.h

  Experiment experiment;
  Dataset data;
  bool asks = false;  // the task's examples are pairs: an input asks, an answer follows
  Parameters parameters;
  std::optional<Network> train;       // (batch, ...), with gradients
  std::optional<Network> evaluation;  // a batch of examples that are only looked at
  std::optional<Network> example;     // (1, ...)
  std::optional<Network> generation;  // one token at a time, where answers are written; else none
  std::optional<Network>
      free_running;             // the same for a training batch, where the decoder runs free
  std::optional<Network> grid;  // points over the domain of one or two inputs; else none

 private:
  Blueprint(Experiment experiment, Dataset data);

  Network record(int batch, Purpose purpose);
  void record_training();
  void record_all();
  void check_size(int batch) const;
  [[noreturn]] void refuse_size(double need, int batch) const;
};

// The data as the model answers them: pairs for a decoder, or laid out for one column of layers as
// model.answer says. Throws Error when model and task do not go together.
Dataset suit_model(Dataset data, const Experiment& experiment);

// State arrays of the greediest optimizer: any of them can be chosen while a run goes on.
int most_optimizer_states();

}  // namespace lushan
