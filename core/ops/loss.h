#pragma once

#include <span>
#include <string_view>

#include "graph/op.h"
#include "schema/settings.h"

namespace lushan {

// How a class becomes the numbers that a loss compares with.
enum class ClassCoding {
  none,   // the loss knows no classes
  index,  // one column: the class's index
  signs,  // +1 for the class, -1 for the others; two classes share one column, +1 for the second
  bits,   // the same with 1 and 0
};

// What turns the network's outputs into what a person reads.
enum class Link { identity, sigmoid, softmax };

// A loss: an op from prediction (B, W) and target (B, W; or (B, 1) of class indices) to the loss of
// each example (B). Its mean over the batch is what training makes small.
struct LossDef {
  std::string_view name;
  Settings (*defaults)();
  OpDef op;
  bool takes_values;  // real-valued targets
  ClassCoding coding;
  Link link;
  Attributes (*attributes)(const Settings&);
};

#define LUSHAN_LOSS(id)           \
  extern const LossDef loss_##id; \
  std::vector<Sample> samples_loss_##id();
#include "ops/losses.def"
#undef LUSHAN_LOSS

std::span<const LossDef* const> losses();  // losses.def, in its order

// Outputs that `classes` classes ask for: one for two classes, unless each has a column of its own.
int class_width(ClassCoding coding, int classes);

// Writes one example's class as the loss wants it; `coded` has class_width floats, or one for
// index.
void code_class(ClassCoding coding, int index, std::span<float> coded);

// An op of the common shape: the mean over an example's outputs of an element's loss.
OpDef element_loss_op(std::string_view name, void (*forward)(const OpCall&),
                      void (*backward)(const OpCall&));

Attributes no_attributes(const Settings&);

}  // namespace lushan
