#include "ops/loss.h"

#include <algorithm>

#include "tensor/error.h"

namespace lushan {
namespace {

constexpr const LossDef* all_losses[] = {
#define LUSHAN_LOSS(id) &loss_##id,
#include "ops/losses.def"
#undef LUSHAN_LOSS
};

Shape one_per_example(Shapes in, const Attributes&) {
  if (in[0] != in[1] || in[0].rank() != 2) {
    throw Error("the prediction " + in[0].text() + " and the target " + in[1].text() +
                " must have the same shape, examples by outputs.");
  }
  return {in[0][0]};
}

}  // namespace

std::span<const LossDef* const> losses() { return all_losses; }

int class_width(ClassCoding coding, int classes) {
  return coding != ClassCoding::index && classes == 2 ? 1 : classes;
}

void code_class(ClassCoding coding, int index, std::span<float> coded) {
  if (coding == ClassCoding::index) {
    coded[0] = static_cast<float>(index);
    return;
  }
  std::ranges::fill(coded, coding == ClassCoding::signs ? -1.0f : 0.0f);
  if (coded.size() == 1) {
    if (index == 1) coded[0] = 1;
  } else {
    coded[static_cast<std::size_t>(index)] = 1;
  }
}

OpDef element_loss_op(std::string_view name, void (*forward)(const OpCall&),
                      void (*backward)(const OpCall&)) {
  return {
      .name = name, .arity = 2, .infer = one_per_example, .forward = forward, .backward = backward};
}

Attributes no_attributes(const Settings&) { return {}; }

}  // namespace lushan
