#include "nn/attention.h"

#include <cmath>
#include <cstdlib>
#include <vector>

#include "nn/dropout.h"
#include "nn/position.h"
#include "nn/projection.h"
#include "nn/refusal.h"
#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {

std::string place_of(const Graph& g) {
  std::string place = g.full_name("");
  if (!place.empty()) place.back() = '`';
  return '`' + place;
}

void check_heads(const Graph& g, Var x, int heads) {
  const int width = g.shape(x).back();
  if (width % heads == 0) return;
  std::vector<std::string> fitting;
  int nearest = 1;
  for (int n = 1; n <= heads_range.max; ++n) {
    if (width % n != 0) continue;
    fitting.push_back(std::to_string(n));
    if (std::abs(n - heads) < std::abs(nearest - heads)) nearest = n;
  }
  std::string list = fitting.front();
  for (std::size_t i = 1; i < fitting.size(); ++i) {
    list += (i + 1 == fitting.size() ? " or " : ", ") + fitting[i];
  }
  throw Refusal(place_of(g) + ": " + std::to_string(width) + " does not divide into " +
                    std::to_string(heads) + " heads; choose " + list + ".",
                {set_option("heads", nearest)});
}

const Value& memory_of(const Graph& g, const Context& context) {
  const Value& memory = context.memory;
  if (memory.x.id < 0) {
    throw Error(place_of(g) +
                " looks at an encoder's output, and there is none here; put it into a "
                "decoder.");
  }
  if (memory.kind != ValueKind::sequence) {
    throw Error(place_of(g) +
                " looks at every step of the encoder's output, and that is one vector; let the "
                "encoder end with a sequence.");
  }
  return memory;
}

Var attention(Graph& g, const Value& x, const Value& source, const AttentionOptions& o,
              const Context& context) {
  const int width = g.shape(x.x).back(), head = width / o.heads;
  const bool itself = source.x.id == x.x.id;
  const int steps = itself ? context.generates : 0;  // of the past that must be kept
  const int one_by_one = steps > 0 ? 1 : 0;

  Var q = project(g, x.x, "q", width, o.bias);
  Var k = project(g, source.x, "k", width, o.bias);
  Var v = project(g, source.x, "v", width, o.bias);
  const PositionDef& place = position(o.position);
  Var slopes;
  if (place.record) {
    const int rows = steps > 0 ? steps : g.shape(k)[0];
    const bool turns = &place == &position_rope;
    const Var table = place.record(g, {rows, turns ? head : o.heads, o.base});
    if (turns) {
      const Attributes attr{.i = {o.heads, one_by_one}};
      q = g.name(g.apply(op_rope, {q, table}, attr), "q_rotated");
      k = g.name(g.apply(op_rope, {k, table}, attr), "k_rotated");
    } else {
      slopes = table;
    }
  }
  if (steps > 0) {
    k = g.name(g.apply(op_cache, {k}, {.i = {steps}}), "keys");
    v = g.name(g.apply(op_cache, {v}, {.i = {steps}}), "values");
  }
  const float scale = o.scaled ? 1 / std::sqrt(static_cast<float>(head)) : 1.0f;
  const Var scores = g.name(
      g.apply(op_attention_scores, {q, k, slopes}, {.i = {o.heads, one_by_one}, .f = {scale}}),
      "scores");
  // what has been generated holds no padding, and what has not lies behind the causal mask
  const Var mask = steps > 0 ? Var{} : source.mask;
  const int causal = o.causal || steps > 0 ? 1 : 0;
  const Var weights =
      g.name(g.apply(op_attention_weights, {scores, mask}, {.i = {o.heads, one_by_one, causal}}),
             "weights");
  const Attributes mix{.i = {o.heads, one_by_one, dropout_stream(g.full_name("weights"))},
                       .f = {static_cast<float>(o.dropout), static_cast<float>(o.heads_off)}};
  const Var heads = g.name(g.apply(op_attention_mix, {weights, v}, mix), "context");
  return project(g, heads, "output", width, o.bias);
}

}  // namespace lushan
