#include "nn/block.h"

namespace lushan {

namespace {

constexpr const BlockDef* all[] = {
#define LUSHAN_BLOCK(id) &block_##id,
#include "nn/blocks.def"
#undef LUSHAN_BLOCK
};

}  // namespace

std::span<const BlockDef* const> blocks() { return all; }

}  // namespace lushan
