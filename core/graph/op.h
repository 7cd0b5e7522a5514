#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "kernels/into.h"
#include "tensor/shape.h"

namespace lushan {

inline constexpr std::size_t max_inputs = 6;

// Constants of one node; what each slot means is the op's own affair.
struct Attributes {
  std::array<int, 8> i{};
  std::array<float, 4> f{};
};

// What changes from replay to replay without changing the graph.
struct Replay {
  bool training = false;
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
  int position = 0;  // of the token, when a sequence is generated one token at a time
};

// Everything an op sees when it runs: addresses are fixed when the plan is made.
struct OpCall {
  std::array<const float*, max_inputs> x{};  // null where an optional input is missing
  std::array<float*, max_inputs> dx{};       // null where no gradient is wanted
  std::array<bool, max_inputs> fresh{};      // dx holds nothing yet: it is assigned, see OpDef
  float* y = nullptr;        // holds what the last replay left there: an op may go on from it
  float* dy = nullptr;       // complete when backward begins; a recurrence adds its own share to it
  float* saved = nullptr;    // kept from forward to backward
  float* scratch = nullptr;  // shared by all nodes, its content is lost between calls
  std::array<Shape, max_inputs> in;  // of rank 0 where an input is missing
  Shape out;
  std::size_t n = 0;  // elements of y
  Attributes attr;
  const Replay* replay = nullptr;

  kernels::Into into(std::size_t input) const { return {dx[input], !fresh[input]}; }
};

using Shapes = std::span<const Shape>;

// One product of the sum that a weight's gradient is: the error at a place where the weight takes
// part (a row of the op's output, a position of its image), and what it is multiplied by there.
struct GradientTerm {
  std::size_t place;
  float error, factor;
};
void add_term(std::vector<GradientTerm>& to, std::size_t place, float error, float factor);

// One input of an op as the gradient sweep should make it.
struct SampleInput {
  Shape shape;               // of rank 0: the input is missing
  float low = -1, high = 1;  // uniform in between
  int classes = 0;           // > 0: whole numbers below it, without gradient
  bool differentiable = true;
  std::vector<float> kinks = {};  // values to keep away from
};

struct Sample {
  std::vector<SampleInput> inputs;
  Attributes attr = {};
};

// Everything true of one op. Shape errors are found while recording; forward and backward check
// nothing. backward adds into dx, which the plan has cleared, but assigns it where `fresh` says so.
struct OpDef {
  std::string_view name;
  int arity;  // inputs at most; an op of none is a constant, computed once when it is planned
  Shape (*infer)(Shapes, const Attributes&);  // throws Error with both shapes and the remedy
  void (*forward)(const OpCall&);
  void (*backward)(const OpCall&);
  std::size_t (*saved)(Shapes, const Attributes&) = nullptr;    // floats
  std::size_t (*scratch)(Shapes, const Attributes&) = nullptr;  // floats
  double (*operations)(Shapes, const Attributes&) = nullptr;    // of forward; else one an element
  bool keeps = false;  // y holds the past of a sequence that is generated token by token
  // The products whose sum backward adds to element `index` of an input's gradient, to be read
  // after it; null where the op takes no weights. See core/train/gradient_terms.cpp.
  std::vector<GradientTerm> (*terms)(const OpCall&, std::size_t input, std::size_t index) = nullptr;
  // Inputs whose dx backward assigns, to the last element, when it is the first to write there:
  // that saves clearing it, and reading the zeros.
  std::array<bool, max_inputs> assigns{};
};

Shape same_shape(Shapes in, const Attributes&);

// For the few ops that keep statistics in a buffer of the model, such as batch_norm.
inline float* buffer(const OpCall& c, std::size_t input) { return const_cast<float*>(c.x[input]); }

}  // namespace lushan
