#pragma once

namespace lushan {

// What op_pool_time makes of the steps of a sequence.
enum class PoolTime { last, mean, max };

}  // namespace lushan
