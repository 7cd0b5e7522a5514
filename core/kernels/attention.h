#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/into.h"

// Attention over sequences that lie step by step, q (T,B,D), k and v (S,B,D), in H heads of dk =
// D/H columns each. Row t of one example's head is the dk floats from (t B + b) D + h dk on, so
// nothing is transposed or copied. Scores and weights are (B,H,T,S). Sums are matmul's: in order of
// what is summed over, so one query alone gets the bits that it gets among others. What ends in
// _backward adds into the d... arrays, or assigns them; those of inputs may be null.
namespace lushan::kernels {

struct Heads {
  int queries = 1, keys = 1;  // T, S
  int batch = 1;              // B
  int heads = 1, width = 1;   // H, dk
};

// Which keys query t may see: those before the first zero of mask (S,B), which may be null, and, if
// causal, none later than itself. It stands at first + t.
struct Sight {
  bool causal = false;
  int first = 0;
  const float* mask = nullptr;
};

// Floats that the functions with a scratch argument want there.
std::size_t attention_scratch(const Heads&);

// y(b,h,t,s) = scale (q(t) . k(s))
void attention_scores(const Heads&, const float* q, const float* k, float scale, float* y,
                      float* scratch);
void attention_scores_backward(const Heads&, const float* q, const float* k, float scale,
                               const float* dy, Into dq, Into dk, float* scratch);

// y(b,h,t,s) -= slope(h) |first + t - s|, slopes (H)
void add_distance_bias(const Heads&, const float* slopes, int first, float* y);

// Softmax of each row of x over the keys in sight, and exactly 0 elsewhere; a row without any is 0.
void attention_weights(const Heads&, const Sight&, const float* x, float* y);
void attention_weights_backward(const Heads&, const Sight&, const float* y, const float* dy,
                                Into dx);

// y(t,b,h) = sum over s of w(b,h,t,s) v(s,b,h), each weight times that of drop (B,H,T,S) unless it
// is null. Heads whose bit is set in `off` give 0.
struct Mix {
  const float* w = nullptr;
  const float* drop = nullptr;
  const float* v = nullptr;
  std::uint32_t off = 0;
};
void attention_mix(const Heads&, const Mix&, float* y, float* scratch);
void attention_mix_backward(const Heads&, const Mix&, const float* dy, Into dw, Into dv,
                            float* scratch);

namespace naive {
void attention_scores(const Heads&, const float* q, const float* k, float scale, float* y);
void attention_weights(const Heads&, const Sight&, const float* x, float* y);
void attention_mix(const Heads&, const Mix&, float* y);
}  // namespace naive

}  // namespace lushan::kernels
