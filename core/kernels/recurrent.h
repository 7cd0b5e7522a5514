#pragma once

// One time step of recurrent cells, forward and backward, element by element over (B, H); the
// matrix products are the caller's. Gates of one example lie behind each other, (B, G H). mask (B)
// is null, or 1 where the step counts and 0 where the state is only carried on. h may be h_before
// itself, c c_before.
// Backward: dh and dc are complete; what flows to the state before is added to dh_before and
// dc_before, and dgates (the gradient of the gates as they were stored) is added to before dpre,
// the gradient of the gates' inputs, is written. A step that does not count writes zeros there.
namespace lushan::kernels {

struct CellShape {
  int batch, units;
};

// h = tanh(pre) or relu(pre); pre (B, H)
void rnn_cell(CellShape, bool relu, const float* pre, const float* mask, const float* h_before,
              float* h);
void rnn_cell_backward(CellShape, bool relu, const float* h, const float* mask, const float* dh,
                       float* dh_before, float* dpre);

// Gates i, f, g, o (Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000, in
// PyTorch's order): c = f c_before + i g, h = o tanh(c). gates (B, 4 H) hold their inputs, and
// their values afterwards.
void lstm_cell(CellShape, float* gates, const float* mask, const float* h_before,
               const float* c_before, float* h, float* c);
void lstm_cell_backward(CellShape, const float* gates, const float* c, const float* c_before,
                        const float* mask, const float* dh, float* dc, float* dgates,
                        float* dh_before, float* dc_before, float* dpre);

// Gates r, z, n in PyTorch's variant (Cho et al. 2014, version 1): the reset gate scales what comes
// from the state after its product, n = tanh(x_n + r q); h = (1 - z) n + z h_before. x (B, 3 H) is
// the input's part; gates hold the state's part, and their values afterwards; q (B, H) keeps the
// state's part of n.
void gru_cell(CellShape, const float* x, float* gates, float* q, const float* mask,
              const float* h_before, float* h);
// dx_pre, ds_pre (B, 3 H): the gradient of the input's part and of the state's part; dq is added to
// like dgates.
void gru_cell_backward(CellShape, const float* gates, const float* q, const float* h_before,
                       const float* mask, const float* dh, float* dgates, float* dq,
                       float* dh_before, float* dx_pre, float* ds_pre);

namespace naive {
void rnn_cell(CellShape, bool relu, const float* pre, const float* mask, const float* h_before,
              float* h);
void lstm_cell(CellShape, float* gates, const float* mask, const float* h_before,
               const float* c_before, float* h, float* c);
void gru_cell(CellShape, const float* x, float* gates, float* q, const float* mask,
              const float* h_before, float* h);
}  // namespace naive

}  // namespace lushan::kernels
