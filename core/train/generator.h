#pragma once

#include <span>
#include <vector>

#include "graph/plan.h"
#include "model/blueprint.h"
#include "tasks/sequence.h"

namespace lushan {

// Writes a model's answer one token at a time. What the past contributes (keys and values, states)
// is kept, not computed again, and each distribution is the one that a pass over the whole sequence
// gives, to the bit.
class Generator {
 public:
  // The blueprint must have a network for generation, and outlive this.
  explicit Generator(const Blueprint& blueprint);

  // Reads the input: by the encoder, or, without one, token by token followed by tokens::begin.
  // For a language model it is the beginning of the text. Throws Error when it is too long, empty
  // where it must not be, or holds what is no token.
  void begin(std::span<const int> input);

  // Probabilities (V) of the next token, from the logits divided by `temperature` > 0.
  std::span<const float> distribution(double temperature = 1);

  int room() const { return limit_ - 1 - position_; }  // how often write() may still be called
  void write(int token);                               // goes on with it

  // All that write() changes, to try another continuation later.
  struct Past {
    std::vector<float> floats;
    int position = 0;
  };
  void save(Past& to) const;
  void load(const Past& from);

  Plan& plan() { return plan_; }

 private:
  void read(int token, bool whole);

  const Blueprint& blueprint_;
  const Network& network_;
  Plan plan_;
  int limit_;          // tokens that can be read and written
  int position_ = -1;  // of the last token read
  std::vector<float> scaled_;
};

}  // namespace lushan
