#pragma once

#include <algorithm>
#include <array>

#include "kernels/batch_simd.h"

// Transcendental functions of four lanes, lane by lane (xsimd's sine chooses its range reduction by
// all lanes together, so that an element's last bit would depend on its neighbours). Relative error
// over the whole range, measured: exp, expm1, sine 1e-7, sigmoid 2e-7, tanh and softplus 4e-7;
// Phi's lower tail 5e-7 down to -4 and 4e-6 down to -13, for x^2 is rounded before its exponential.
// Coefficients not otherwise sourced are minimax fits of relative error, found by Lawson's
// algorithm.
namespace lushan::kernels::math {

// In all lanes. V8 makes a constant that stands in the code anew at each use, by three
// instructions; one that lies in memory takes one.
#if defined(__wasm__)
template <auto value>
inline auto in_memory = value;
template <float value>
inline Batch constant() {
  return Batch(in_memory<value>);
}
template <std::int32_t value>
inline IntBatch constant() {
  return IntBatch(in_memory<value>);
}
#else
template <float value>
inline Batch constant() {
  return Batch(value);
}
template <std::int32_t value>
inline IntBatch constant() {
  return IntBatch(value);
}
#endif

// Coefficients from the highest power down, paired as Estrin does: half the chain of dependent
// operations of Horner's rule.
template <std::size_t N>
inline Batch estrin(Batch x, const std::array<Batch, N>& c) {
  if constexpr (N == 1) {
    return c[0];
  } else {
    std::array<Batch, (N + 1) / 2> pairs;
    for (std::size_t i = 0; i < N / 2; ++i) pairs[i] = c[2 * i + 1] * x + c[2 * i];
    if (N % 2 != 0) pairs[N / 2] = c[N - 1];
    return estrin(x * x, pairs);
  }
}
template <float... highest_first>
inline Batch polynomial(Batch x) {
  std::array<Batch, sizeof...(highest_first)> c{constant<highest_first>()...};
  std::reverse(c.begin(), c.end());
  return estrin(x, c);
}

// x = n log(2) + r with |r| <= log(2) / 2, n whole: adding 1.5 * 2^23 rounds to a whole number and
// leaves it in the low bits. power gives exp(r) - 1.
struct Reduced {
  IntBatch n;  // plus a constant that shifting left by 23 drops
  Batch power;
};
inline Reduced reduce_exp(Batch x) {
  const Batch magic = constant<12582912.0f>();
  const Batch t = x * constant<1.44269504f>() + magic;
  const Batch n = t - magic;
  const Batch r = (x - n * constant<0.693359375f>()) - n * constant<-2.12194440e-4f>();
  const Batch p = polynomial<1.394678125e-3f, 8.366774867e-3f, 4.166627759e-2f, 1.666654157e-1f,
                             5.000000063e-1f>(r);
  return {xsimd::bitwise_cast<std::int32_t>(t), p * (r * r) + r};
}
// 2^(n + offset)
template <int offset>
inline Batch power_of_two(IntBatch n) {
  return xsimd::bitwise_cast<float>((n + constant<127 + offset>()) << 23);
}

// Infinite above 88.72; 0 where the result would be subnormal (below -86.9), exactly 0 at
// -infinity.
inline Batch exp(Batch x) {
  const Reduced e = reduce_exp(at_most(x, constant<89.0f>()));
  const Batch half = power_of_two<-1>(e.n);  // 2^128 is not a float, 2 * 2^127 is infinity
  const Batch y = half * e.power + half;
  const Mask vanishing = x < constant<-86.9f>();
  return xsimd::select(vanishing, Batch(0.0f), y + y);
}

// exp(x) - 1 for x <= 0, accurate to its last digits near 0
inline Batch expm1_of_negative(Batch x) {
  const Reduced e = reduce_exp(at_least(x, constant<-18.0f>()));
  const Batch scale = power_of_two<0>(e.n);
  return scale * e.power + (scale - constant<1.0f>());
}

// log(1 + e) for 0 <= e <= 1
inline Batch log1p_of_unit(Batch e) {
  const Batch p = polynomial<1.237643590e-1f, 8.671936352e-1f, 9.999999810e-1f>(e);
  const Batch q = polynomial<3.109456204e-2f, 4.740590015e-1f, 1.367191688f, 1.0f>(e);
  return e * p / q;
}

inline Batch tanh(Batch x) {
  const Batch z =
      at_least(at_most(x, constant<9.02f>()), constant<-9.02f>());  // 1 to a float beyond 9.011
  const Batch u = z * z;
  const Batch p = polynomial<1.330532759e-8f, 2.057358085e-5f, 3.493433295e-3f, 1.337921170e-1f,
                             9.999999788e-1f>(u);
  const Batch q =
      polynomial<7.756400448e-7f, 3.282109349e-4f, 2.586878587e-2f, 4.671252680e-1f, 1.0f>(u);
  // rounding can leave the quotient above 1, where 1 - tanh^2 would be negative
  return at_least(at_most(z * p / q, constant<1.0f>()), constant<-1.0f>());
}

inline Batch sigmoid(Batch x) { return constant<1.0f>() / (constant<1.0f>() + math::exp(-x)); }

inline Batch softplus(Batch x) {
  return at_least(x, Batch(0.0f)) + log1p_of_unit(math::exp(-xsimd::abs(x)));
}

// The normal distribution: density exp(-x^2 / 2) / sqrt(2 pi) and Phi(x), its integral up to x.
struct Normal {
  Batch density, integral;
};
inline Normal normal(Batch x) {
  const Batch z = at_most(xsimd::abs(x), constant<14.0f>());
  const Batch e = math::exp(constant<-0.5f>() * (z * z));
  // 1 - Phi(z) = exp(-z^2 / 2) p / q
  const Batch p = polynomial<4.116308930e-3f, 4.063322064e-2f, 1.832351137e-1f, 4.382949077e-1f,
                             5.000000030e-1f>(z);
  const Batch q = polynomial<1.031793661e-2f, 1.018588269e-1f, 4.694705685e-1f, 1.202503025f,
                             1.674474797f, 1.0f>(z);
  const Batch tail = e * p / q;
  return {e * constant<0.398942280f>(),
          xsimd::select(x > Batch(0.0f), constant<1.0f>() - tail, tail)};
}

// x = j pi/2 + r with |r| <= pi/4 (Cody and Waite, pi/2 in three parts as in Cephes); the sine and
// the cosine of r, exchanged and signed by j mod 4.
struct SineCosine {
  Batch sine, cosine;
};
inline SineCosine sine_cosine(Batch x) {
  const Batch magic = constant<12582912.0f>();
  const Batch t = x * constant<0.636619772f>() + magic;
  const Batch j = t - magic;
  Batch r = ((x - j * constant<1.5703125f>()) - j * constant<4.837512969970703e-4f>()) -
            j * constant<7.54978995489188e-8f>();
  r = at_least(at_most(r, constant<0.8f>()),
               constant<-0.8f>());  // bounded where j is too large to be exact
  const Batch u = r * r;
  const Batch s = polynomial<-1.9515295891e-4f, 8.3321608736e-3f, -1.6666654611e-1f>(u) * u * r + r;
  const Batch c =
      polynomial<2.443315711809948e-5f, -1.388731625493765e-3f, 4.166664568298827e-2f>(u) * u * u -
      constant<0.5f>() * u + constant<1.0f>();
  const IntBatch q = xsimd::bitwise_cast<std::int32_t>(t);
  const Batch odd = xsimd::bitwise_cast<float>(IntBatch(0) - (q & IntBatch(1)));
  const Batch sine_sign = xsimd::bitwise_cast<float>((q & IntBatch(2)) << 30);
  const Batch cosine_sign = xsimd::bitwise_cast<float>(((q + IntBatch(1)) & IntBatch(2)) << 30);
  const Batch exchange = (s ^ c) & odd;
  return {(s ^ exchange) ^ sine_sign, (c ^ exchange) ^ cosine_sign};
}

}  // namespace lushan::kernels::math
