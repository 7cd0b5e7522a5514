#include "nn/initializer.h"

#include <algorithm>
#include <cmath>

#include "kernels/random.h"

namespace lushan {
namespace {

// Half the width of a uniform distribution, or the standard deviation of a normal one, is
// sqrt(gain / fan). A uniform distribution over (-a, a) has the variance a^2 / 3: hence the threes.
float spread(double gain, double fan) { return static_cast<float>(std::sqrt(gain / fan)); }
double sum(int fan_in, int fan_out) { return static_cast<double>(fan_in) + fan_out; }

void fill_symmetric(Rng& rng, std::span<float> w, float a) { kernels::fill_uniform(rng, w, -a, a); }

// All units of a layer stay equal for ever: worth seeing once.
void zeros(Rng&, std::span<float> w, int, int) { std::ranges::fill(w, 0.0f); }

// A fixed deviation, whatever the width; Keras's RandomNormal has the same default.
void normal(Rng& rng, std::span<float> w, int, int) { kernels::fill_normal(rng, w, 0, 0.05f); }

// TensorFlow Playground's.
void uniform(Rng& rng, std::span<float> w, int, int) { fill_symmetric(rng, w, 0.5f); }

// Glorot and Bengio 2010, eq. 16: keeps the variance of values and of gradients where it is linear.
void xavier_uniform(Rng& rng, std::span<float> w, int fan_in, int fan_out) {
  fill_symmetric(rng, w, spread(3 * 2, sum(fan_in, fan_out)));
}
void xavier_normal(Rng& rng, std::span<float> w, int fan_in, int fan_out) {
  kernels::fill_normal(rng, w, 0, spread(2, sum(fan_in, fan_out)));
}

// He et al. 2015, eq. 10: a ReLU halves the variance, this doubles it. As in PyTorch's kaiming_*_
// the normal distribution is not truncated (in Keras it is).
void he_uniform(Rng& rng, std::span<float> w, int fan_in, int) {
  fill_symmetric(rng, w, spread(3 * 2, fan_in));
}
void he_normal(Rng& rng, std::span<float> w, int fan_in, int) {
  kernels::fill_normal(rng, w, 0, spread(2, fan_in));
}

// LeCun et al. 1998, "Efficient BackProp", eq. 16: the variance 1 / fan_in.
void lecun_uniform(Rng& rng, std::span<float> w, int fan_in, int) {
  fill_symmetric(rng, w, spread(3, fan_in));
}
void lecun_normal(Rng& rng, std::span<float> w, int fan_in, int) {
  kernels::fill_normal(rng, w, 0, spread(1, fan_in));
}

// Saxe et al. 2014: turns and mirrors, and changes no length. As many columns at a time as there
// are rows are made orthonormal, so that each gate's part of a recurrent weight is orthogonal by
// itself. Gram and Schmidt on normal random columns.
void orthogonal(Rng& rng, std::span<float> w, int fan_in, int fan_out) {
  kernels::fill_normal(rng, w, 0, 1);
  const auto at = [&](int row, int column) -> float& {
    return w[static_cast<std::size_t>(row) * static_cast<std::size_t>(fan_out) +
             static_cast<std::size_t>(column)];
  };
  for (int j = 0; j < fan_out; ++j) {
    const auto product = [&](int k) {
      double sum = 0;
      for (int i = 0; i < fan_in; ++i) sum += static_cast<double>(at(i, j)) * at(i, k);
      return sum;
    };
    for (int k = j / fan_in * fan_in; k < j; ++k) {
      const double along = product(k);
      for (int i = 0; i < fan_in; ++i) at(i, j) -= static_cast<float>(along * at(i, k));
    }
    const double length = std::sqrt(product(j));
    for (int i = 0; i < fan_in; ++i) at(i, j) = static_cast<float>(at(i, j) / length);
  }
}

#define LUSHAN_INITIALIZER(id) constexpr InitializerDef initializer_##id{#id, id};
#include "nn/initializers.def"
#undef LUSHAN_INITIALIZER

constexpr const InitializerDef* list[] = {
#define LUSHAN_INITIALIZER(id) &initializer_##id,
#include "nn/initializers.def"
#undef LUSHAN_INITIALIZER
};

constexpr std::string_view names[] = {
#define LUSHAN_INITIALIZER(id) #id,
#include "nn/initializers.def"
#undef LUSHAN_INITIALIZER
};

}  // namespace

std::span<const InitializerDef* const> initializers() { return list; }

std::span<const std::string_view> initializer_names() { return names; }

const InitializerDef& initializer(std::string_view name) {
  return **std::ranges::find(list, name, &InitializerDef::name);
}

}  // namespace lushan
