#include "ops/ops.h"

#include <algorithm>
#include <array>

namespace lushan {
namespace {

constexpr const OpDef* all_ops[] = {
#define LUSHAN_OP(id) &op_##id,
#include "ops/ops.def"
#undef LUSHAN_OP
};

constexpr const OpDef* functions[] = {
#define LUSHAN_OP(id)
#define LUSHAN_ACTIVATION(id) &op_##id,
#include "ops/ops.def"
#undef LUSHAN_OP
};

constexpr std::string_view function_names[] = {
#define LUSHAN_OP(id)
#define LUSHAN_ACTIVATION(id) #id,
#include "ops/ops.def"
#undef LUSHAN_OP
};

}  // namespace

std::span<const OpDef* const> ops() { return all_ops; }
std::span<const OpDef* const> activations() { return functions; }
std::span<const std::string_view> activation_names() { return function_names; }

const OpDef& activation(std::string_view name) {
  const auto it = std::ranges::find(function_names, name);
  return *functions[it - std::begin(function_names)];
}

}  // namespace lushan
