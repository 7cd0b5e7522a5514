#include <cmath>

#include "nn/block.h"
#include "nn/initializer.h"
#include "ops/ops.h"

namespace lushan {
namespace {

struct EmbeddingOptions {
  int dim = 32;
  std::string initializer = "normal";
  bool scale = false;  // times the square root of dim, as the 2017 paper has it

  void fields(Fields& f) {
    f.integer("dim", dim, width_range(512));
    f.choice("initializer", initializer, initializer_names());
    f.flag("scale", scale);
  }
};

// tokens (T, B) -> sequence (T, B, dim), each token's row of a table that is learned. Padding gets
// a row as well, but whatever reads the mask leaves it out. Names weight (V, dim), mask, value.
Value embedding_forward(Graph& g, Value v, const Settings& s, Context& context) {
  const auto& o = s.as<EmbeddingOptions>();
  const Start start{fill_by_unit(initializer(o.initializer)), o.dim, o.dim};
  const Var table = g.parameter("weight", {context.vocabulary, o.dim}, start, true);
  context.embedding = table;
  const Var mask = g.name(g.apply(op_token_mask, {v.x}), "mask");
  const float factor = o.scale ? std::sqrt(static_cast<float>(o.dim)) : 0.0f;
  const Var y = g.name(g.apply(op_embedding, {v.x, table}, {.f = {factor}}), "value");
  return {y, ValueKind::sequence, mask};
}

}  // namespace

const BlockDef block_embedding = {.name = "embedding",
                                  .defaults = default_settings<EmbeddingOptions>,
                                  .takes = {ValueKind::tokens},
                                  .forward = embedding_forward,
                                  .gives = ValueKind::sequence};

}  // namespace lushan
