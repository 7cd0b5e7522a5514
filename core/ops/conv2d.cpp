#include <algorithm>

#include "kernels/elementwise.h"
#include "kernels/matmul.h"
#include "kernels/reduce.h"
#include "ops/ops.h"
#include "ops/window.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// Attributes: i[0] .. i[3] as window_of, i[4] groups.
// x (B, C, H, W), W (C', C / groups, K, K), b (C'), which may be missing -> y (B, C', OH, OW):
// cross-correlation, as PyTorch's Conv2d. Each group of output channels sees its own input
// channels.
Shape conv2d_infer(Shapes in, const Attributes& attr) {
  const kernels::Plane out = window_positions(in[0], attr);
  const int groups = attr.i[4];
  if (in[0][1] % groups != 0 || in[1][0] % groups != 0) {
    throw Error("groups is " + std::to_string(groups) + ", which must divide both the " +
                std::to_string(in[0][1]) + " channels that come in and the " +
                std::to_string(in[1][0]) + " that go out.");
  }
  if (in[1] != Shape{in[1][0], in[0][1] / groups, attr.i[0], attr.i[0]}) {
    throw Error("the image " + in[0].text() + " does not meet the weights " + in[1].text() + ".");
  }
  return {in[0][0], in[1][0], out.height, out.width};
}

// One group's part of one image as a matrix product.
struct Product {
  explicit Product(const OpCall& c)
      : window(window_of(c.attr)),
        in(plane_of(c.in[0])),
        out(plane_of(c.out)),
        groups(c.attr.i[4]),
        batch(c.in[0][0]),
        channels(c.in[0][1] / groups),
        out_channels(c.out[1] / groups),
        depth(channels * window.kernel * window.kernel),
        positions(static_cast<int>(cells_of(out))) {}

  // f(x, y, weights, group): offsets in floats of the parts that belong together
  template <class F>
  void each(F f) const {
    const std::size_t x_part = static_cast<std::size_t>(channels) * cells_of(in);
    const std::size_t y_part = static_cast<std::size_t>(out_channels) * cells_of(out);
    const std::size_t w_part =
        static_cast<std::size_t>(out_channels) * static_cast<std::size_t>(depth);
    for (std::size_t k = 0; k < static_cast<std::size_t>(batch * groups); ++k) {
      const std::size_t group = k % static_cast<std::size_t>(groups);
      f(k * x_part, k * y_part, group * w_part, group);
    }
  }

  std::size_t unfolded() const {
    return static_cast<std::size_t>(depth) * static_cast<std::size_t>(positions);
  }

  // f(i, j): where a group's weights have an element, and where their transpose (D, C') has it
  template <class F>
  void each_weight(std::size_t weights, F f) const {
    for (std::size_t at = 0; at < weights; at += static_cast<std::size_t>(depth * out_channels)) {
      for (int o = 0; o < out_channels; ++o) {
        for (int d = 0; d < depth; ++d) {
          f(at + static_cast<std::size_t>(o * depth + d),
            at + static_cast<std::size_t>(d * out_channels + o));
        }
      }
    }
  }

  kernels::Window window;
  kernels::Plane in, out;
  int groups, batch, channels, out_channels, depth, positions;
};

// y (C', P) = W (C', D) columns (D, P) + b, for P positions and D cells of the window
void conv2d_forward(const OpCall& c) {
  const Product p(c);
  float *const columns = c.scratch, *const rest = c.scratch + p.unfolded();
  p.each([&](std::size_t x, std::size_t y, std::size_t w, std::size_t group) {
    kernels::unfold(c.x[0] + x, p.channels, p.in, p.window, columns);
    for (int o = 0; o < p.out_channels; ++o) {
      const auto channel = static_cast<std::size_t>(o);
      const float bias =
          c.x[2] ? c.x[2][group * static_cast<std::size_t>(p.out_channels) + channel] : 0.0f;
      const auto positions = static_cast<std::size_t>(p.positions);
      kernels::fill(c.y + y + channel * positions, bias, positions);
    }
    kernels::matmul({.a = c.x[1] + w,
                     .b = columns,
                     .c = c.y + y,
                     .m = p.out_channels,
                     .n = p.positions,
                     .k = p.depth,
                     .lda = p.depth,
                     .ldb = p.positions,
                     .ldc = p.positions,
                     .accumulate = true},
                    rest);
  });
}

// dW^T (D, C') += columns dy^T;  dcolumns = W^T dy, folded into dx;  db = sums of dy
void conv2d_backward(const OpCall& c) {
  const Product p(c);
  const std::size_t weights = c.in[1].size();
  float* const columns = c.scratch;
  float* const dw = columns + p.unfolded();  // transposed, group by group
  float* const wt = dw + weights;            // W^T likewise, for all images
  float* const rest = wt + weights;
  std::fill_n(dw, weights, 0.0f);
  if (c.dx[0]) p.each_weight(weights, [&](std::size_t i, std::size_t j) { wt[j] = c.x[1][i]; });
  p.each([&](std::size_t x, std::size_t y, std::size_t w, std::size_t group) {
    const float* dy = c.dy + y;
    if (c.dx[1]) {
      kernels::unfold(c.x[0] + x, p.channels, p.in, p.window, columns);
      kernels::matmul({.a = columns,
                       .b = dy,
                       .c = dw + w,
                       .m = p.depth,
                       .n = p.out_channels,
                       .k = p.positions,
                       .lda = p.positions,
                       .ldb = p.positions,
                       .ldc = p.out_channels,
                       .transpose_b = true,
                       .accumulate = true},
                      rest);
    }
    if (c.dx[2]) {
      float* const db = c.dx[2] + group * static_cast<std::size_t>(p.out_channels);
      kernels::sum_columns(dy, db, p.out_channels, p.positions);
    }
    if (c.dx[0]) {
      kernels::matmul({.a = wt + w,
                       .b = dy,
                       .c = columns,
                       .m = p.depth,
                       .n = p.positions,
                       .k = p.out_channels,
                       .lda = p.out_channels,
                       .ldb = p.positions,
                       .ldc = p.positions},
                      rest);
      kernels::fold_into(columns, p.channels, p.in, p.window, c.dx[0] + x);
    }
  });
  if (c.dx[1]) p.each_weight(weights, [&](std::size_t i, std::size_t j) { c.dx[1][i] += dw[j]; });
}

std::size_t conv2d_scratch(Shapes in, const Attributes& attr) {
  const kernels::Plane out = window_positions(in[0], attr);
  const int depth = in[1][1] * in[1][2] * in[1][3], channels = in[1][0] / attr.i[4];
  const int positions = static_cast<int>(cells_of(out));
  return bounded_product({static_cast<std::size_t>(depth), cells_of(out)}) + 2 * in[1].size() +
         std::max({kernels::matmul_scratch(channels, positions, depth),
                   kernels::matmul_scratch(depth, channels, positions),
                   kernels::matmul_scratch(depth, positions, channels)});
}

double conv2d_operations(Shapes in, const Attributes& attr) {
  return 2.0 * in[0][0] * static_cast<double>(cells_of(window_positions(in[0], attr))) *
         static_cast<double>(in[1].size());
}

// Where the window lies so that a weight meets padding, it is multiplied by nothing.
std::vector<GradientTerm> conv2d_terms(const OpCall& c, std::size_t input, std::size_t index) {
  const Product p(c);
  const int at = static_cast<int>(index), k = p.window.kernel;
  const int out_channel = input == 2 ? at : at / p.depth;
  const int channel = out_channel / p.out_channels * p.channels + at % p.depth / (k * k);
  std::vector<GradientTerm> terms;
  for (int b = 0; b < p.batch; ++b) {
    const float* dy =
        c.dy + static_cast<std::ptrdiff_t>((b * c.out[1] + out_channel) * p.positions);
    const float* x =
        c.x[0] + static_cast<std::ptrdiff_t>((b * c.in[0][1] + channel)) * p.in.height * p.in.width;
    for (int i = 0; i < p.positions; ++i) {
      const auto place = static_cast<std::size_t>(b * p.positions + i);
      const auto cell = [&](int position, int step) {
        return position * p.window.stride - p.window.padding + step * p.window.dilation;
      };
      const int row = cell(i / p.out.width, at % (k * k) / k),
                column = cell(i % p.out.width, at % k);
      if (input == 2) {
        add_term(terms, place, dy[i], 1);
      } else if (row >= 0 && row < p.in.height && column >= 0 && column < p.in.width) {
        add_term(terms, place, dy[i], x[row * p.in.width + column]);
      }
    }
  }
  return terms;
}

}  // namespace

const OpDef op_conv2d = {.name = "conv2d",
                         .arity = 3,
                         .infer = conv2d_infer,
                         .forward = conv2d_forward,
                         .backward = conv2d_backward,
                         .scratch = conv2d_scratch,
                         .operations = conv2d_operations,
                         .terms = conv2d_terms};

std::vector<Sample> samples_conv2d() {
  return {{.inputs = {{.shape = {2, 2, 5, 4}}, {.shape = {3, 2, 3, 3}}, {.shape = {3}}},
           .attr = {.i = {3, 1, 1, 1, 1}}},
          {.inputs = {{.shape = {1, 2, 6, 7}}, {.shape = {2, 2, 2, 2}}},
           .attr = {.i = {2, 2, 0, 2, 1}}},
          {.inputs = {{.shape = {2, 4, 4, 4}}, {.shape = {6, 2, 3, 3}}, {.shape = {6}}},
           .attr = {.i = {3, 2, 1, 1, 2}}}};
}

}  // namespace lushan
