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

// Saxe et al. 2014: turns and mirrors, and changes no length. Gram and Schmidt on normal random
// weights of `units` units. first(j): the first of those that unit j is made orthogonal to, fan_in
// at most; at(i, j): where its i-th weight lies.
template <class First, class At>
void orthonormalize(Rng& rng, std::span<float> w, int fan_in, First first, At at_index) {
  kernels::fill_normal(rng, w, 0, 1);
  const auto at = [&](int i, int j) -> float& {
    return w[at_index(static_cast<std::size_t>(i), static_cast<std::size_t>(j))];
  };
  const int units = static_cast<int>(w.size()) / fan_in;
  for (int j = 0; j < units; ++j) {
    const auto product = [&](int k) {
      double sum = 0;
      for (int i = 0; i < fan_in; ++i) sum += static_cast<double>(at(i, j)) * at(i, k);
      return sum;
    };
    for (int k = first(j); k < j; ++k) {
      const double along = product(k);
      for (int i = 0; i < fan_in; ++i) at(i, j) -= static_cast<float>(along * at(i, k));
    }
    const double length = std::sqrt(product(j));
    for (int i = 0; i < fan_in; ++i) at(i, j) = static_cast<float>(at(i, j) / length);
  }
}

// As many columns at a time as there are rows, and those of each gate by themselves.
void orthogonal(Rng& rng, std::span<float> w, int fan_in, int fan_out) {
  const std::size_t columns = w.size() / static_cast<std::size_t>(fan_in);
  orthonormalize(
      rng, w, fan_in, [=](int j) { return j - j % fan_out % fan_in; },
      [=](std::size_t i, std::size_t j) { return i * columns + j; });
}

// As many units at a time as each has weights.
void orthogonal_rows(Rng& rng, std::span<float> w, int fan_in, int) {
  const auto width = static_cast<std::size_t>(fan_in);
  orthonormalize(
      rng, w, fan_in, [=](int j) { return j - j % fan_in; },
      [=](std::size_t i, std::size_t j) { return j * width + i; });
}

#define LUSHAN_INITIALIZER(id) constexpr InitializerDef initializer_##id{#id, id};
#include "nn/initializers.def"
#undef LUSHAN_INITIALIZER

constexpr const InitializerDef* list[] = {
#define LUSHAN_INITIALIZER(id) &initializer_##id,
#include "nn/initializers.def"
#undef LUSHAN_INITIALIZER
};

constexpr std::string_view all_names[] = {
#define LUSHAN_INITIALIZER(id) #id,
#include "nn/initializers.def"
#undef LUSHAN_INITIALIZER
};

}  // namespace

std::span<const InitializerDef* const> initializers() { return list; }

std::span<const std::string_view> initializer_names() { return all_names; }

const InitializerDef& initializer(std::string_view name) {
  return **std::ranges::find(list, name, &InitializerDef::name);
}

Fill* fill_by_unit(const InitializerDef& def) {
  return def.fill == orthogonal ? orthogonal_rows : def.fill;
}

}  // namespace lushan
