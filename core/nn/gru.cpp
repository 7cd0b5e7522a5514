#include "nn/recurrent.h"

namespace lushan {
namespace {

// sequence (T, B, I) -> (T, B, H) or (B, H): gates without a cell, see kernels::gru_cell. The
// variant is PyTorch's and cuDNN's: the reset gate scales the state's part of the candidate after
// its product and bias (Cho et al. 2014 in its first version), so that input and state each have a
// bias. In Chung et al. 2014 it scales the state itself.
Value gru_forward(Graph& g, Value v, const Settings& s, Context& context) {
  return recurrent(g, Cell::gru, v, s.as<RecurrentOptions>(), context);
}

bool gru_looks_ahead(const Settings& s) { return s.as<RecurrentOptions>().bidirectional; }

}  // namespace

const BlockDef block_gru = {.name = "gru",
                            .defaults = default_settings<RecurrentOptions>,
                            .takes = {ValueKind::sequence},
                            .forward = gru_forward,
                            .live = recurrent_live(),
                            .looks_ahead = gru_looks_ahead};

}  // namespace lushan
