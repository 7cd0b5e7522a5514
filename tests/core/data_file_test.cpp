#include "train/data_file.h"

#include <algorithm>
#include <catch_amalgamated.hpp>

#include "runs.h"
#include "train/recording.h"

using namespace lushan;

namespace {

constexpr int steps_written = 3;

// Example `row` of a tensor whose rows lie in the axis `axis`, 0 or 1
std::vector<float> example(const NamedTensor& t, int axis, int row) {
  const int rows = t.shape[axis];
  const int outer = axis == 0 ? 1 : t.shape[0];
  const auto inner = t.values.size() / static_cast<std::size_t>(outer * rows);
  std::vector<float> out;
  for (int k = 0; k < outer; ++k) {
    const auto begin = t.values.begin() + static_cast<std::ptrdiff_t>(
                                              static_cast<std::size_t>(k * rows + row) * inner);
    out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(inner));
  }
  return out;
}

}  // namespace

TEST_CASE("data file: its rows, batch by batch, are what a run sees", "[data_file]") {
  int compared = 0;
  for (const Run& run : fingerprinted_runs()) {
    CAPTURE(run.name);
    const Experiment e = parse_experiment(run.experiment);
    const Safetensors file = read_safetensors(write_data(e, run.asset(), steps_written));
    Session session(e, run.asset());
    Recording recording(session);
    for (int k = 0; k < steps_written; ++k) REQUIRE(recording.step());
    const Safetensors seen = read_safetensors(recording.bytes());
    CHECK(file.metadata == seen.metadata);

    const Dataset& data = session.blueprint().data;
    const int x_axis = time_major(data.input.kind) ? 1 : 0;
    const int target_axis = data.target.kind == TargetKind::tokens ? 1 : 0;
    CHECK(file.find("train/x")->shape[x_axis] == data.train);
    CHECK(file.find("test/target")->shape[target_axis] == data.test());
    const NamedTensor& batches = *file.find("batches");
    for (int k = 0; k < steps_written; ++k) {
      const std::string step = std::to_string(k + 1);
      for (int b = 0; b < batches.shape[1]; ++b) {
        const int row =
            static_cast<int>(batches.values[static_cast<std::size_t>(k * batches.shape[1] + b)]);
        const NamedTensor* moved = file.find("x/" + step);
        CHECK((moved != nullptr) == (data.augment != nullptr));
        CHECK(example(moved ? *moved : *file.find("train/x"), x_axis, moved ? b : row) ==
              example(*seen.find("x/" + step), x_axis, b));
        CHECK(example(*file.find("train/target"), target_axis, row) ==
              example(*seen.find("target/" + step), target_axis, b));
        ++compared;
      }
    }
    const std::span<const float> held_out = std::span(data.x).subspan(
        data.input.shape.size() * static_cast<std::size_t>(data.train), data.input.shape.size());
    CHECK(std::ranges::equal(example(*file.find("test/x"), x_axis, 0), held_out));
  }
  CHECK(compared > 500);
}

TEST_CASE("data file: without steps there are no batches", "[data_file]") {
  const Experiment e = parse_experiment(fingerprinted_runs().front().experiment);
  CHECK(read_safetensors(write_data(e, {}, 0)).find("batches") == nullptr);
}
