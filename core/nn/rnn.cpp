#include "nn/recurrent.h"

namespace lushan {
namespace {

struct RnnOptions : RecurrentOptions {
  std::string activation = "tanh";

  void fields(Fields& f) {
    static constexpr std::string_view functions[] = {"tanh", "relu"};
    RecurrentOptions::fields(f);
    f.choice("activation", activation, functions);
  }
};

// sequence (T, B, I) -> (T, B, H) or (B, H): h_t = f(W x_t + U h_{t-1} + b) (Elman 1990);
// one bias, where PyTorch adds up two
Value rnn_forward(Graph& g, Value v, const Settings& s, Context& context) {
  RnnOptions o = s.as<RnnOptions>();
  o.relu = o.activation == "relu";
  return recurrent(g, Cell::rnn, v, o, context);
}

bool rnn_looks_ahead(const Settings& s) { return s.as<RnnOptions>().bidirectional; }

}  // namespace

const BlockDef block_rnn = {.name = "rnn",
                            .defaults = default_settings<RnnOptions>,
                            .takes = {ValueKind::sequence},
                            .forward = rnn_forward,
                            .live = recurrent_live(),
                            .looks_ahead = rnn_looks_ahead};

}  // namespace lushan
