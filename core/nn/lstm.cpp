#include "nn/recurrent.h"

namespace lushan {
namespace {

struct LstmOptions : RecurrentOptions {
  void fields(Fields& f) {
    RecurrentOptions::fields(f);
    f.flag("remember", remember);
    f.integer("memory", memory, {.min = 0, .max = 1000});
  }
};

// sequence (T, B, I) -> (T, B, H) or (B, H): gated memory, see kernels::lstm_cell. No peepholes;
// one bias for each gate, where PyTorch adds up two. With `remember` the forget gate's starts at 1.
Value lstm_forward(Graph& g, Value v, const Settings& s, Context& context) {
  return recurrent(g, Cell::lstm, v, s.as<LstmOptions>(), context);
}

bool lstm_looks_ahead(const Settings& s) { return s.as<LstmOptions>().bidirectional; }

}  // namespace

const BlockDef block_lstm = {.name = "lstm",
                             .defaults = default_settings<LstmOptions>,
                             .takes = {ValueKind::sequence},
                             .forward = lstm_forward,
                             .live = recurrent_live(),
                             .looks_ahead = lstm_looks_ahead};

}  // namespace lushan
