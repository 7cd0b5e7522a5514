#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/safetensors.h"
#include "train/session.h"

namespace lushan {

// What a run saw and did, for another implementation to repeat. As a safetensors file:
//   parameter/<name>           before the first step
//   node/<name>, grad/<name>   values and gradients of the first step's nodes
//   grad/<parameter>           the first loss's own: before clipping, L1 and L2
//   x/<k>, target/<k>          the batch of step k, from 1, the target as the loss takes it
//   said/<k>                   without full teacher forcing: the decoder's own tokens, or -1
//   loss/<k>                   its loss
//   after/<k>/<name>           parameters after it
// with the experiment, every field written out, and what its task is (describe.h) as metadata.
// Grows with every step.
class Recording {
 public:
  explicit Recording(Session& session);  // which must outlive it

  bool step();                           // takes one step; false when the run has stopped
  std::vector<std::byte> bytes() const;  // of the file, with the steps so far

 private:
  void add(std::string name, const Shape& shape, std::span<const float> values);
  void add_parameters(const std::string& prefix);
  void add_nodes();
  void add_gradients();

  Session& session_;
  int steps_ = 0;
  std::vector<NamedTensor> tensors_;
};

}  // namespace lushan
