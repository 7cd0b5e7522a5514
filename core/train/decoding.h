#pragma once

#include <string>
#include <vector>

#include "schema/fields.h"
#include "train/generator.h"

namespace lushan {

// How the next token is chosen from its distribution.
struct DecodingOptions {
  std::string method = "greedy";  // the likeliest token, a random one, or the best of several ways
  double temperature = 1;         // of sampling: below 1 the likely become likelier
  int top_k = 0;                  // sample among so many of the likeliest; 0: all
  double top_p = 1;               // sample among the likeliest that make up this much
  int beams = 4;                  // ways that beam search follows at once
  int seed = 1;                   // of sampling
  int length = 0;                 // tokens at most; 0: as many as the model can

  void fields(Fields& f);
};

// A token that was considered, and where it came from: the tree of a beam search, or, of the other
// methods, a single line.
struct Considered {
  int parent = -1;  // index of the token before it; -1: the beginning
  int token = 0;
  double log_probability = 0;  // of everything up to here
  bool kept = false;           // beam search went on from it
};

struct Written {
  Tokens tokens;  // without tokens::end
  bool ended = false;
  double log_probability = 0;
  std::vector<float> distributions;  // (steps, V), as the model gave them; empty for beam search
  std::vector<float> chances;        // (steps, V), what was drawn from; empty unless sampled
  std::vector<Considered> considered;
};

// Lets the generator, which must have begun, write to the end. Beam search compares sums of log
// probabilities divided by the number of tokens.
Written decode(Generator& generator, const DecodingOptions& options);

}  // namespace lushan
