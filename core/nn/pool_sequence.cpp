#include "nn/block.h"
#include "ops/ops.h"
#include "ops/pool_time.h"

namespace lushan {
namespace {

struct PoolSequenceOptions {
  std::string method = "mean";

  void fields(Fields& f) {
    static constexpr std::string_view methods[] = {"last", "mean", "max"};
    f.choice("method", method, methods);
  }
};

// sequence (T, B, D) -> vector (B, D), over the steps that count
Value pool_sequence_forward(Graph& g, Value v, const Settings& s, Context&) {
  const std::string& method = s.as<PoolSequenceOptions>().method;
  const PoolTime mode = method == "last"   ? PoolTime::last
                        : method == "mean" ? PoolTime::mean
                                           : PoolTime::max;
  const Var y = g.apply(op_pool_time, {v.x, v.mask}, {.i = {static_cast<int>(mode)}});
  return {g.name(y, "value"), ValueKind::vector};
}

bool pool_sequence_looks_ahead(const Settings&) { return true; }

}  // namespace

const BlockDef block_pool_sequence = {.name = "pool_sequence",
                                      .defaults = default_settings<PoolSequenceOptions>,
                                      .takes = {ValueKind::sequence},
                                      .forward = pool_sequence_forward,
                                      .looks_ahead = pool_sequence_looks_ahead,
                                      .gives = ValueKind::vector};

}  // namespace lushan
