#include "kernels/optimizer.h"

#include <cmath>

#include "kernels/batch_simd.h"
#include "kernels/row_simd.h"

namespace lushan::kernels {
namespace {

Batch rounded(double x) { return Batch(static_cast<float>(x)); }

// f(p, g, state...) updates its first and its state arguments; one pass, the last batch padded.
template <class F, class... State>
void update(std::size_t n, F f, float* p, const float* g, State*... state) {
  const auto some = [&](std::size_t i, std::size_t count) {
    Batch vp = load_some(p + i, count);
    const Batch vg = load_some(g + i, count);
    [&](auto... s) {
      f(vp, vg, s...);
      (store_some(state + i, s, count), ...);
    }(load_some(state + i, count)...);
    store_some(p + i, vp, count);
  };
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) some(i, lanes);
  if (i < n) some(i, n - i);
}

}  // namespace

void sgd(float* p, const float* g, std::size_t n, float lr) {
  update(n, [rate = Batch(lr)](Batch& vp, Batch vg) { vp = vp - rate * vg; }, p, g);
}

void momentum(float* p, const float* g, float* v, std::size_t n, float lr, float mu) {
  update(
      n,
      [rate = Batch(lr), keep = Batch(mu)](Batch& vp, Batch vg, Batch& vv) {
        vv = keep * vv + vg;
        vp = vp - rate * vv;
      },
      p, g, v);
}

void nesterov(float* p, const float* g, float* v, std::size_t n, float lr, float mu) {
  update(
      n,
      [rate = Batch(lr), keep = Batch(mu)](Batch& vp, Batch vg, Batch& vv) {
        vv = keep * vv + vg;
        vp = vp - rate * (vg + keep * vv);
      },
      p, g, v);
}

void rmsprop(float* p, const float* g, float* s, std::size_t n, float lr, double alpha, float eps) {
  update(
      n,
      [rate = Batch(lr), keep = rounded(alpha), take = rounded(1 - alpha), e = Batch(eps)](
          Batch& vp, Batch vg, Batch& vs) {
        vs = keep * vs + take * (vg * vg);
        vp = vp - rate * vg / (xsimd::sqrt(vs) + e);
      },
      p, g, s);
}

void adagrad(float* p, const float* g, float* s, std::size_t n, float lr, float eps) {
  update(
      n,
      [rate = Batch(lr), e = Batch(eps)](Batch& vp, Batch vg, Batch& vs) {
        vs = vs + vg * vg;
        vp = vp - rate * vg / (xsimd::sqrt(vs) + e);
      },
      p, g, s);
}

void adam(float* p, const float* g, float* m, float* v, std::size_t n, const AdamStep& step) {
  const Batch beta1 = rounded(step.beta1), take1 = rounded(1 - step.beta1);
  const Batch beta2 = rounded(step.beta2), take2 = rounded(1 - step.beta2);
  const Batch rate = rounded(step.lr / step.correction1);
  const Batch root_factor = rounded(1 / std::sqrt(step.correction2));
  const Batch eps = rounded(step.eps), keep = rounded(1 - step.lr * step.decay);
  update(
      n,
      [=](Batch& vp, Batch vg, Batch& vm, Batch& vv) {
        vm = beta1 * vm + take1 * vg;
        vv = beta2 * vv + take2 * (vg * vg);
        vp = keep * vp - rate * vm / (xsimd::sqrt(vv) * root_factor + eps);
      },
      p, g, m, v);
}

void add_penalty_gradient(const float* p, float* g, std::size_t n, float l1, float l2) {
  map(p, g, g, n, [one_norm = Batch(l1), two_norm = Batch(l2)](Batch vp, Batch vg) {
    const Batch zero(0.0f);
    const Batch sign_term =
        xsimd::select(vp > zero, one_norm, xsimd::select(vp < zero, -one_norm, zero));
    return vg + (two_norm * vp + sign_term);
  });
}

}  // namespace lushan::kernels
