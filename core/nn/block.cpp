#include "nn/block.h"

namespace lushan {

namespace {

constexpr const BlockDef* all_blocks[] = {
#define LUSHAN_BLOCK(id) &block_##id,
#include "nn/blocks.def"
#undef LUSHAN_BLOCK
};

}  // namespace

std::span<const BlockDef* const> blocks() { return all_blocks; }

}  // namespace lushan
