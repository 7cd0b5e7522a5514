#include <bit>
#include <catch_amalgamated.hpp>
#include <cstdint>
#include <vector>

#include "kernels/elementwise.h"
#include "kernels/loss.h"
#include "kernels/matmul.h"
#include "kernels/optimizer.h"
#include "kernels/random.h"
#include "kernels/reduce.h"
#include "kernels/scalar.h"
#include "kernels/softmax.h"

// Results must have the same bits natively (g++ and clang) and in WebAssembly: the hashes of each
// family of kernels are written down here, and every build must find them. A change of a formula
// changes its family's hash, and with it every recorded run: say so in the commit.
using namespace lushan;
using namespace lushan::kernels;

namespace {

using Array = std::vector<float>;

class Hash {  // FNV-1a over the bits
 public:
  void add(std::uint64_t bits) {
    for (int byte = 0; byte < 8; ++byte) {
      value_ = (value_ ^ (bits >> (8 * byte) & 0xff)) * 0x100000001b3u;
    }
  }
  void add(double x) { add(std::bit_cast<std::uint64_t>(x)); }
  void add(const Array& x) {
    for (const float v : x) add(std::uint64_t{std::bit_cast<std::uint32_t>(v)});
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325u;
};

Array numbers(const char* stream, std::size_t n, float lo, float hi) {
  Rng rng(1, stream);
  Array x(n);
  fill_uniform(rng, x, lo, hi);
  return x;
}

constexpr std::size_t n = 4003;

}  // namespace

TEST_CASE("bits: generator and distributions", "[kernels]") {
  Hash hash;
  Rng rng(42, "bits");
  Array x(n);
  for (int i = 0; i < 100; ++i) hash.add(std::uint64_t{rng.next_u32()});
  fill_uniform(rng, x, -3, 5), hash.add(x);
  fill_normal(rng, x, 1, 2), hash.add(x);
  dropout_mask(rng, 0.3f, x.data(), n), hash.add(x);
  std::vector<int> order(n, 0);
  for (std::size_t i = 0; i < n; ++i) order[i] = static_cast<int>(i);
  shuffle(rng, order);
  for (const int i : order) hash.add(static_cast<std::uint64_t>(i));
  CHECK(hash.value() == 0x81201acdd630adb2);
}

TEST_CASE("bits: scalar functions", "[kernels]") {
  Hash hash;
  for (const float v : numbers("scalar", 1000, -40, 40)) {
    const double x = v, positive = x * x + 1e-3;
    for (const double y :
         {kernels::exp(x), kernels::log(positive), kernels::sin(x), kernels::cos(x),
          kernels::tanh(x / 10), kernels::erf(x / 10), kernels::pow(positive, x / 10)}) {
      hash.add(y);
    }
    hash.add(Array{kernels::exp(v), kernels::sin(v), kernels::cos(v), kernels::tanh(v)});
  }
  CHECK(hash.value() == 0xcd8f7b3708deb82e);
}

TEST_CASE("bits: element-wise functions", "[kernels]") {
  Hash hash;
  const Array x = numbers("x", n, -30, 30), small = numbers("small", n, -1, 1),
              positive = numbers("positive", n, 1e-4f, 90), dy = numbers("dy", n, -2, 2);
  Array y(n), dx(n);
  using Forward = void (*)(const float*, float*, std::size_t);
  using Backward = void (*)(const float*, const float*, float*, std::size_t);
  const auto both = [&](const Array& in, Forward forward, Backward backward, bool from_output) {
    forward(in.data(), y.data(), n);
    hash.add(y);
    fill(dx.data(), 0.1f, n);
    backward((from_output ? y : in).data(), dy.data(), dx.data(), n);
    hash.add(dx);
  };
  for (const Array* in : {&x, &small}) {
    both(*in, square, square_backward, false);
    both(*in, kernels::exp, exp_backward, true);
    both(*in, sine, sine_backward, false);
    both(*in, relu, relu_backward, true);
    both(*in, gelu, gelu_backward, false);
    both(*in, silu, silu_backward, false);
    both(*in, sigmoid, sigmoid_backward, true);
    both(*in, kernels::tanh, tanh_backward, true);
    both(*in, softplus, softplus_backward, false);
    leaky_relu(in->data(), y.data(), n, 0.1f), hash.add(y);
    leaky_relu_backward(in->data(), dy.data(), y.data(), n, 0.1f), hash.add(y);
    elu(in->data(), y.data(), n, 1.3f), hash.add(y);
    elu_backward(in->data(), dy.data(), y.data(), n, 1.3f), hash.add(y);
  }
  both(positive, kernels::sqrt, sqrt_backward, true);
  both(positive, kernels::log, log_backward, false);
  multiply_into(y.data(), x.data(), dy.data(), n), hash.add(y);
  axpy(0.3f, x.data(), y.data(), n), hash.add(y);
  CHECK(hash.value() == 0xe188cfc907686c36);
}

TEST_CASE("bits: matrix products", "[kernels]") {
  Hash hash;
  const Array a = numbers("a", 40000, -1, 1), b = numbers("b", 40000, -1, 1);
  const int shapes[][3] = {{10, 8, 8}, {5, 1, 7}, {33, 2, 90}, {31, 45, 67}, {64, 64, 300}};
  for (const auto& [m, cols, k] : shapes) {
    for (const bool ta : {false, true}) {
      for (const bool tb : {false, true}) {
        Array c(static_cast<std::size_t>(m * cols), 0.5f), scratch(matmul_scratch(m, cols, k));
        matmul({.a = a.data(),
                .b = b.data(),
                .c = c.data(),
                .m = m,
                .n = cols,
                .k = k,
                .lda = ta ? m : k,
                .ldb = tb ? k : cols,
                .ldc = cols,
                .transpose_a = ta,
                .transpose_b = tb,
                .accumulate = ta != tb,
                .bias = ta ? a.data() : nullptr},
               scratch.data());
        hash.add(c);
      }
    }
  }
  CHECK(hash.value() == 0xfd51437c8b0b9922);
}

TEST_CASE("bits: reductions", "[kernels]") {
  Hash hash;
  const Array a = numbers("a", 3 * reduction_block + 7, -1, 1), b = numbers("b", a.size(), -1, 1);
  for (const std::size_t size : {std::size_t{5}, std::size_t{4099}, a.size()}) {
    hash.add(sum(a.data(), size));
    hash.add(mean(a.data(), size));
    hash.add(dot(a.data(), b.data(), size));
    hash.add(sum_squares(a.data(), size));
    hash.add(Array{max(a.data(), size)});
  }
  for (const int cols : {3, 16, 37}) {
    Array s(static_cast<std::size_t>(cols), 0.25f);
    sum_rows(a.data(), s.data(), 101, cols);
    hash.add(s);
  }
  CHECK(hash.value() == 0x8ce2ec4961967902);
}

TEST_CASE("bits: softmax and cross-entropy", "[kernels]") {
  Hash hash;
  const int rows = 50;
  for (const int cols : {2, 3, 4, 10, 33}) {
    const auto size = static_cast<std::size_t>(rows * cols);
    const Array x = numbers("x", size, -9, 9), dy = numbers("dy", size, -1, 1);
    Array y(size), dx(size, 0.5f), loss(rows), label(rows);
    Rng rng(2, "label");
    for (float& l : label) l = static_cast<float>(rng.below(cols));
    softmax_rows(x.data(), y.data(), rows, cols), hash.add(y);
    softmax_backward(y.data(), dy.data(), dx.data(), rows, cols), hash.add(dx);
    log_softmax_rows(x.data(), y.data(), rows, cols), hash.add(y);
    log_softmax_backward(y.data(), dy.data(), dx.data(), rows, cols), hash.add(dx);
    for (const float smoothing : {0.0f, 0.2f}) {
      cross_entropy(x.data(), label.data(), loss.data(), y.data(), rows, cols, smoothing);
      hash.add(loss), hash.add(y);
      cross_entropy_backward(y.data(), label.data(), dy.data(), dx.data(), rows, cols, smoothing);
      hash.add(dx);
    }
  }
  CHECK(hash.value() == 0x336b425fd5e91057);
}

TEST_CASE("bits: losses", "[kernels]") {
  Hash hash;
  const int rows = 61;
  for (const int cols : {1, 3, 8}) {
    const auto size = static_cast<std::size_t>(rows * cols);
    const Array x = numbers("x", size, -5, 5), t = numbers("t", size, 0, 1),
                dloss = numbers("dloss", rows, -1, 1);
    Array loss(rows), dx(size, 0.5f);
    const auto both = [&](auto forward, auto backward, auto... parameter) {
      forward(x.data(), t.data(), loss.data(), rows, cols, parameter...);
      backward(x.data(), t.data(), dloss.data(), dx.data(), rows, cols, parameter...);
      hash.add(loss), hash.add(dx);
    };
    both(squared_error, squared_error_backward);
    both(half_squared_error, half_squared_error_backward);
    both(absolute_error, absolute_error_backward);
    both(huber, huber_backward, 0.7f);
    both(binary_cross_entropy, binary_cross_entropy_backward);
    both(hinge, hinge_backward);
  }
  CHECK(hash.value() == 0x75f69affe191c954);
}

TEST_CASE("bits: update rules", "[kernels]") {
  Hash hash;
  const auto run = [&](auto rule) {
    Array p = numbers("p", n, -1, 1), s(n, 0.0f), r(n, 0.0f);
    for (int t = 1; t <= 5; ++t) {
      const Array g = numbers(t % 2 == 0 ? "even" : "odd", n, -1, 1);
      rule(p.data(), g.data(), s.data(), r.data(), static_cast<float>(t));
    }
    hash.add(p), hash.add(s), hash.add(r);
  };
  run([](float* p, const float* g, float*, float*, float) { sgd(p, g, n, 0.1f); });
  run([](float* p, const float* g, float* s, float*, float) { momentum(p, g, s, n, 0.1f, 0.9f); });
  run([](float* p, const float* g, float* s, float*, float) { nesterov(p, g, s, n, 0.1f, 0.9f); });
  run([](float* p, const float* g, float* s, float*, float) {
    rmsprop(p, g, s, n, 0.01f, 0.99f, 1e-8f);
  });
  run([](float* p, const float* g, float* s, float*, float) { adagrad(p, g, s, n, 0.1f, 1e-10f); });
  run([](float* p, const float* g, float* s, float* r, float t) {
    adam(p, g, s, r, n,
         {.lr = 0.01f,
          .beta1 = 0.9f,
          .beta2 = 0.999f,
          .eps = 1e-8f,
          .correction1 = 1 - kernels::pow(0.9f, t),
          .correction2 = 1 - kernels::pow(0.999f, t),
          .decay = 0.01f});
  });
  Array p = numbers("p", n, -1, 1), g = numbers("g", n, -1, 1);
  add_penalty_gradient(p.data(), g.data(), n, 0.1f, 0.2f);
  hash.add(g);
  CHECK(hash.value() == 0xa8312b01ab360b4f);
}
