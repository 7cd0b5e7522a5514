#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/settings.h"
#include "tensor/rng.h"
#include "tensor/shape.h"
#include "tensor/value_kind.h"

namespace lushan {

// Back to the data's own numbers: value = offset + unit * x.
struct Scaling {
  double offset = 0;
  double unit = 1;
};

// What one example's input is: x is `shape` floats (vector {D}, image {channels, height, width},
// tokens {T}, sequence {T, D}).
struct InputSpec {
  ValueKind kind = ValueKind::vector;
  Shape shape;
  std::vector<std::string> names;             // of a vector's columns, or of each step's numbers
  std::vector<std::array<double, 2>> ranges;  // of a vector's columns: the domain worth drawing
  std::vector<Scaling> scaling;               // of a vector's columns; empty when x is as it was
  std::vector<std::string> vocabulary;        // of tokens: what each index stands for
};

enum class TargetKind { values, classes, tokens };

constexpr std::string_view name_of(TargetKind kind) {
  switch (kind) {
    case TargetKind::values: return "values";
    case TargetKind::classes: return "classes";
    case TargetKind::tokens: return "tokens";
  }
  return "";
}

// How an answer's tokens lie against those of the input.
enum class Alignment {
  beside,  // answer t belongs to input t
  next,    // answer t is input t + 1, as a language model predicts it
  pair,    // a sequence of its own, closed by tokens::end, as a decoder writes it
};

constexpr std::string_view name_of(Alignment alignment) {
  switch (alignment) {
    case Alignment::beside: return "beside";
    case Alignment::next: return "next";
    case Alignment::pair: return "pair";
  }
  return "";
}

// What is to be predicted: `count` real values, one of `count` classes (stored as its index), or
// `length` tokens of a vocabulary of `count`, of which tokens::pad is not counted.
struct TargetSpec {
  TargetKind kind = TargetKind::classes;
  int count = 2;
  std::vector<std::string> names;  // of values, classes or tokens
  Scaling scaling = {};            // of values
  int length = 1;                  // of an answer in tokens
  Alignment alignment = Alignment::beside;

  // Numbers that one example's target takes.
  int width() const {
    switch (kind) {
      case TargetKind::values: return count;
      case TargetKind::classes: return 1;
      case TargetKind::tokens: return length;
    }
    return 1;
  }
};

// All examples of a task in memory. Rows [0, train) are for training, the rest is held out.
struct Dataset {
  InputSpec input;
  TargetSpec target;
  std::vector<float> x;  // (N, input.shape.size())
  std::vector<float> y;  // (N, target.width())
  int train = 0;
  // Accuracy of the best constant answer on held-out rows; 0 for values. Of tokens: for each token.
  double chance = 0;
  // Changes one training example in place each time it is drawn; null when there is nothing to do.
  void (*augment)(const Settings&, Rng&, float* x) = nullptr;

  int size() const { return static_cast<int>(y.size()) / target.width(); }
  int test() const { return size() - train; }
};

// A data set or generator. make is deterministic in its settings and the seed; it throws Error on
// data it cannot use (with row and column), and checks counts before it allocates.
struct TaskDef {
  std::string_view name;
  Settings (*defaults)();
  std::string_view group;  // "regression", "classification", "images", "sequences", "text", "own"
  ValueKind input;
  Dataset (*make)(const Settings&, std::uint64_t seed, std::span<const std::byte> asset);
  std::string_view asset = {};  // name of the data file it needs, if it needs one
  // The same with rows of zeros, for a task whose asset is not here yet: shapes and counts are
  // right.
  Dataset (*outline)(const Settings&) = nullptr;
};

#define TASK(name) extern const TaskDef task_##name;
#include "tasks/tasks.def"
#undef TASK

std::span<const TaskDef* const> tasks();  // tasks.def, in its order

}  // namespace lushan
