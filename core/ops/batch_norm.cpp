#include <cmath>

#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// x (B, C) or (B, C, H, W), gamma, beta, running mean, running variance (C) -> y: each channel
// brought to mean 0 and variance 1, over the batch in training and by the running statistics
// otherwise (Ioffe and Szegedy 2015). Attributes: f[0] eps, f[1] momentum. The running variance is
// the unbiased one, the one divided by is not: PyTorch's BatchNorm. Saves mean and 1 / deviation.
Shape batch_norm_infer(Shapes in, const Attributes&) {
  const int channels = in[0].rank() >= 2 ? in[0][1] : 0;
  for (std::size_t k = 1; k < in.size(); ++k) {
    if (in[k] != Shape{channels}) {
      throw Error("the values " + in[0].text() + " have " + std::to_string(channels) +
                  " channels, which does not fit " + in[k].text() + ".");
    }
  }
  return in[0];
}

// Visits the cells of a channel in order: f(index)
struct Channels {
  explicit Channels(const Shape& x)
      : batch(static_cast<std::size_t>(x[0])),
        channels(static_cast<std::size_t>(x[1])),
        cells(x.size() / (batch * channels)) {}

  template <class F>
  void each_cell(std::size_t channel, F f) const {
    for (std::size_t b = 0; b < batch; ++b) {
      const std::size_t first = (b * channels + channel) * cells;
      for (std::size_t i = first; i < first + cells; ++i) f(i);
    }
  }

  double count() const { return static_cast<double>(batch * cells); }

  std::size_t batch, channels, cells;
};

void batch_norm_forward(const OpCall& c) {
  const Channels all(c.in[0]);
  const double eps = static_cast<double>(c.attr.f[0]), momentum = static_cast<double>(c.attr.f[1]);
  float *const running_mean = buffer(c, 3), *const running_variance = buffer(c, 4);
  for (std::size_t k = 0; k < all.channels; ++k) {
    double mean = static_cast<double>(running_mean[k]);
    double variance = static_cast<double>(running_variance[k]);
    if (c.replay->training) {
      double sum = 0, squares = 0;
      all.each_cell(k, [&](std::size_t i) { sum += static_cast<double>(c.x[0][i]); });
      mean = sum / all.count();
      all.each_cell(k, [&](std::size_t i) {
        const double d = static_cast<double>(c.x[0][i]) - mean;
        squares += d * d;
      });
      variance = squares / all.count();
      const auto follow = [momentum](float& running, double now) {
        running =
            static_cast<float>((1 - momentum) * static_cast<double>(running) + momentum * now);
      };
      follow(running_mean[k], mean);
      if (all.count() > 1) follow(running_variance[k], squares / (all.count() - 1));
    }
    const auto center = static_cast<float>(mean);
    const auto scale = static_cast<float>(1 / std::sqrt(variance + eps));
    c.saved[2 * k] = center;
    c.saved[2 * k + 1] = scale;
    const float gamma = c.x[1][k], beta = c.x[2][k];
    all.each_cell(k, [&](std::size_t i) { c.y[i] = (c.x[0][i] - center) * scale * gamma + beta; });
  }
}

// As normalize_rows_backward, over a channel instead of a row.
void batch_norm_backward(const OpCall& c) {
  const Channels all(c.in[0]);
  for (std::size_t k = 0; k < all.channels; ++k) {
    const float center = c.saved[2 * k], scale = c.saved[2 * k + 1];
    double sum = 0, along = 0;
    all.each_cell(k, [&](std::size_t i) {
      sum += static_cast<double>(c.dy[i]);
      along += static_cast<double>(c.dy[i] * ((c.x[0][i] - center) * scale));
    });
    if (c.dx[1]) c.dx[1][k] += static_cast<float>(along);
    if (c.dx[2]) c.dx[2][k] += static_cast<float>(sum);
    if (!c.dx[0]) continue;
    if (!c.replay->training) {  // by statistics that do not depend on x
      all.each_cell(k, [&](std::size_t i) { c.dx[0][i] += c.dy[i] * scale * c.x[1][k]; });
      continue;
    }
    const auto mean_d = static_cast<float>(sum / all.count());
    const auto mean_along = static_cast<float>(along / all.count());
    const float factor = c.x[1][k] * scale;
    all.each_cell(k, [&](std::size_t i) {
      const float hat = (c.x[0][i] - center) * scale;
      c.dx[0][i] += factor * (c.dy[i] - mean_d - hat * mean_along);
    });
  }
}

std::size_t batch_norm_saved(Shapes in, const Attributes&) {
  return 2 * static_cast<std::size_t>(in[0][1]);
}
double batch_norm_operations(Shapes in, const Attributes&) {
  return 8.0 * static_cast<double>(in[0].size());
}

std::vector<GradientTerm> batch_norm_terms(const OpCall& c, std::size_t input, std::size_t index) {
  const Channels all(c.in[0]);
  const float center = c.saved[2 * index], scale = c.saved[2 * index + 1];
  std::vector<GradientTerm> terms;
  all.each_cell(index, [&](std::size_t i) {
    const float normal = (c.x[0][i] - center) * scale;
    add_term(terms, terms.size(), c.dy[i], input == 2 ? 1.0f : normal);
  });
  return terms;
}

}  // namespace

const OpDef op_batch_norm = {.name = "batch_norm",
                             .arity = 5,
                             .infer = batch_norm_infer,
                             .forward = batch_norm_forward,
                             .backward = batch_norm_backward,
                             .saved = batch_norm_saved,
                             .operations = batch_norm_operations,
                             .terms = batch_norm_terms};

std::vector<Sample> samples_batch_norm() {
  const auto with = [](const Shape& x, int channels) {
    const SampleInput one{.shape = {channels}};
    const SampleInput statistic{.shape = {channels}, .low = 1, .high = 2, .differentiable = false};
    return Sample{.inputs = {{.shape = x}, one, one, statistic, statistic},
                  .attr = {.f = {1e-5f, 0.1f}}};
  };
  return {with({6, 3}, 3), with({2, 2, 3, 2}, 2)};
}

}  // namespace lushan
