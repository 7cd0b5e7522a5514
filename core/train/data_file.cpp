#include "train/data_file.h"

#include <nlohmann/json.hpp>
#include <string>

#include "model/blueprint.h"
#include "model/safetensors.h"
#include "tensor/error.h"
#include "train/batches.h"

namespace lushan {
namespace {

constexpr std::size_t most_moved = 100'000'000;  // floats of moved examples in a file

// Rows [first, first + count) as one batch.
void add_rows(const Blueprint& b, const Batches& batches, const std::string& part, int first,
              int count, std::vector<NamedTensor>& tensors) {
  if (count == 0) return;
  const Network& net = *b.train;
  const ValueKind answer =
      b.data.target.kind == TargetKind::tokens ? ValueKind::tokens : ValueKind::vector;
  const auto room = [&](const char* name, Var v, ValueKind kind) -> NamedTensor {
    const Shape shape = batched(kind, example_shape(kind, net.graph.shape(v)), count);
    return {part + name, shape, std::vector<float>(shape.size())};
  };
  NamedTensor x = room("/x", net.input, b.data.input.kind);
  NamedTensor target = room("/target", net.target, answer);
  for (int k = 0; k < count; ++k) batches.copy_row(first + k, k, count, x.values, target.values);
  tensors.push_back(std::move(x));
  tensors.push_back(std::move(target));
}

// Which rows each step takes, and what becomes of them where they are moved.
void add_batches(const Blueprint& b, Batches batches, int steps,
                 std::vector<NamedTensor>& tensors) {
  const Network& net = *b.train;
  const Shape x = net.graph.shape(net.input);
  NamedTensor rows{"batches", {steps, net.batch}, {}};
  for (Batches order = batches; rows.values.size() < rows.shape.size();) {
    rows.values.push_back(static_cast<float>(order.next_row()));
  }
  tensors.push_back(std::move(rows));
  if (!b.data.augment) return;
  if (x.size() * static_cast<std::size_t>(steps) > most_moved) {
    throw Error("The task moves its examples anew in every step, and " + std::to_string(steps) +
                " steps of them are too much for a file; list fewer steps, or turn that off.");
  }
  std::vector<float> target(net.graph.shape(net.target).size());
  for (int k = 1; k <= steps; ++k) {
    tensors.push_back({"x/" + std::to_string(k), x, std::vector<float>(x.size())});
    batches.next(tensors.back().values, target);
  }
}

}  // namespace

std::vector<std::byte> write_data(Experiment experiment, std::span<const std::byte> asset,
                                  int steps) {
  const Blueprint b(std::move(experiment), asset, false);
  const Batches batches(b.data, b.experiment.task.settings, b.experiment.loss.def->coding,
                        static_cast<std::uint64_t>(b.experiment.seed()));
  std::vector<NamedTensor> tensors;
  add_rows(b, batches, "train", 0, b.data.train, tensors);
  add_rows(b, batches, "test", b.data.train, b.data.test(), tensors);
  if (steps > 0) add_batches(b, batches, steps, tensors);
  return write_safetensors(
      {{"experiment", write_experiment(b.experiment).dump()}, {"task", b.info().at("task").dump()}},
      tensors);
}

}  // namespace lushan
