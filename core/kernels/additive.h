#pragma once

namespace lushan::kernels {

// Additive attention over q (T, B, A), k (S, B, A), v (A): y (B, 1, T, S) is the sum over A of
// v tanh(q + k) for every query and key of an example (Bahdanau et al. 2015, eq. 6 without bias).
// Sums have the order of softmax.h. squashed (B, T, S, A) keeps the tangents.
struct AdditiveShape {
  int queries, keys, batch, width;
};

void additive_scores(AdditiveShape, const float* q, const float* k, const float* v, float* y,
                     float* squashed);
// Adds to dq, dk and dv, each of which may be null.
void additive_scores_backward(AdditiveShape, const float* v, const float* squashed, const float* dy,
                              float* dq, float* dk, float* dv);

namespace naive {
void additive_scores(AdditiveShape, const float* q, const float* k, const float* v, float* y);
}

}  // namespace lushan::kernels
