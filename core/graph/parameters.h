#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tensor/arena.h"
#include "tensor/rng.h"
#include "tensor/shape.h"

namespace lushan {

// How a parameter starts: by a rule drawn from its fans, or, without one, at a constant.
struct Start {
  void (*fill)(Rng&, std::span<float>, int fan_in, int fan_out) = nullptr;
  int fan_in = 1;
  int fan_out = 1;
  float constant = 0;
};

struct Parameter {
  std::string name;
  Shape shape;
  Start start;
  bool decays = true;      // weights shrink under L1, L2 and decay; biases do not
  bool trains = true;      // false for a buffer, which no gradient reaches
  std::size_t offset = 0;  // floats from the beginning of the store
};

// All parameters and buffers of a model in one flat span, with gradient and optimizer state beside
// it. They live outside the plans, so that plans for training, evaluation and views share them.
class Parameters {
 public:
  // Adds a parameter, or finds it when a second graph of the same model is recorded.
  // Throws Error when the name is taken by another shape.
  int declare(Parameter parameter);

  // Takes the memory: values, gradients and `states` arrays of optimizer state. Call once, after
  // the first graph is recorded. Parameters that decay are laid out first, buffers last.
  void allocate(int states);
  static std::uint64_t bytes(std::span<const Parameter> list, int states);

  // Fills every value from streams of their own, named by seed and parameter: adding a layer
  // leaves the others' beginnings as they were. Clears the optimizer state.
  void initialize(std::uint64_t seed);

  std::span<const Parameter> list() const { return list_; }
  int find(std::string_view name) const;  // -1 when there is none
  std::size_t count() const;              // trainable numbers

  // Of one of them, row-major in its shape, by its place in the list. Memory must have been taken.
  std::span<float> value(int id);
  std::span<const float> value(int id) const;
  std::span<float> gradient(int id);
  std::span<const float> gradient(int id) const;

  // The flat spans of what is trained, padding included (padding stays zero).
  std::span<float> values() { return {values_, trained_}; }
  std::span<float> gradients() { return {gradients_, trained_}; }
  std::span<float* const> states() const { return states_; }
  std::size_t decaying() const { return decaying_; }  // leading floats that decay

  // FNV-1a over the bits of all values in order of declaration: equal runs have equal fingerprints.
  std::uint64_t fingerprint() const;

 private:
  std::vector<Parameter> list_;
  std::map<std::string, int, std::less<>> by_name_;  // places in the list
  Arena memory_;
  std::size_t floats_ = 0;   // of one array
  std::size_t trained_ = 0;  // leading floats of it that are trained
  std::size_t decaying_ = 0;
  float* values_ = nullptr;
  float* gradients_ = nullptr;
  std::vector<float*> states_;
};

// 16 hexadecimal digits.
std::string text_of_fingerprint(std::uint64_t fingerprint);

}  // namespace lushan
