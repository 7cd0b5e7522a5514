#pragma once

#include <cstdint>

#include "kernels/optimizer.h"
#include "optim/optimizer.h"
#include "optim/power.h"

namespace lushan {

// What adam and adamw share.
struct AdamOptions {
  double lr = 0.001;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;

  void fields(Fields& f) {
    f.number("lr", lr, lr_range);
    f.number("beta1", beta1, memory_range);
    f.number("beta2", beta2, memory_range);
    f.number("eps", eps, eps_range);
  }
};

// One step over the span, as PyTorch's. decay: decoupled, as a share of lr.
inline void adam_step(const AdamOptions& o, double lr, std::int64_t step, const ParameterSpan& w,
                      double decay = 0) {
  kernels::adam(w.p, w.g, w.state[0], w.state[1], w.n,
                {.lr = lr,
                 .beta1 = o.beta1,
                 .beta2 = o.beta2,
                 .eps = o.eps,
                 .correction1 = 1 - power(o.beta1, step),
                 .correction2 = 1 - power(o.beta2, step),
                 .decay = decay});
}

}  // namespace lushan
