// The gradient sweep: for every op and every loss, on the samples they bring along, the analytic
// gradient against central differences.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>

#include "graph/plan.h"
#include "ops/loss.h"
#include "ops/ops.h"

using namespace lushan;

namespace {

struct Tried {
  const OpDef* op;
  std::vector<Sample> (*samples)();
};

std::vector<Tried> everything() {
  return {
#define LUSHAN_OP(id) {&op_##id, samples_##id},
#include "ops/ops.def"
#undef LUSHAN_OP
#define LUSHAN_LOSS(id) {&loss_##id.op, samples_loss_##id},
#include "ops/losses.def"
#undef LUSHAN_LOSS
  };
}

void fill(Rng& rng, const SampleInput& input, std::span<float> x) {
  for (float& v : x) {
    if (input.classes > 0) {
      v = static_cast<float>(rng.below(input.classes));
      continue;
    }
    const auto near_kink = [&] {
      return std::ranges::any_of(input.kinks, [&](float k) { return std::abs(v - k) < 0.1f; });
    };
    do {
      v = rng.uniform(input.low, input.high);
    } while (near_kink());
  }
}

// A weighted sum of the op's outputs, with weights that tell the outputs apart.
double weighted(std::span<const float> y) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    sum += static_cast<double>(y[i]) * (0.5 + static_cast<double>(i % 7) / 7);
  }
  return sum;
}

// How a sample's tensors lie in memory, and who else reads them.
struct Place {
  bool apart = true;    // each input has memory of its own; else it is a view, at an odd address
  bool roomy = false;   // the output is placed within a larger tensor
  bool shared = false;  // every input has a second reader, whose gradients come first
};

// One op on inputs that all want gradients, with a loss behind it that weights its outputs.
struct OpCase {
  OpCase(const OpDef& op, const Sample& sample, Place place = {}) : graph(parameters) {
    std::vector<Var> x;
    for (std::size_t i = 0; i < sample.inputs.size(); ++i) {
      const Shape shape = sample.inputs[i].shape;
      const std::string name = "x" + std::to_string(i);
      if (shape.rank() == 0) {
        x.push_back({});
      } else if (place.apart) {
        x.push_back(graph.input(name, shape));
      } else {
        x.push_back(graph.view(graph.input(name, {static_cast<int>(shape.size()) + 7}), shape, 3));
      }
    }
    const Var room = graph.room({1000});
    y = graph.apply(op, x, sample.attr);
    const int outputs = static_cast<int>(graph.shape(y).size());
    if (place.roomy) graph.place(y, room, 5);
    weights = graph.input("weights", {outputs, 1});
    loss = graph.apply(op_affine, {graph.view(y, {1, outputs}), weights});
    if (place.shared) {
      for (const Var input : x) {
        if (input.id < 0) continue;
        const int n = static_cast<int>(graph.shape(input).size());
        loss = graph.apply(
            op_add, {loss, graph.view(graph.apply(op_mean, {graph.view(input, {n})}), {1, 1})});
      }
    }
    parameters.allocate(0);
    plan.emplace(graph, PlanMode::input_gradients);
    auto w = plan->value(weights);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = 0.5f + static_cast<float>(i % 7) / 7;
    inputs = x;
    Rng rng(11, op.name);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (inputs[i].id >= 0) fill(rng, sample.inputs[i], plan->value(inputs[i]));
    }
  }

  double forward() {
    plan->forward({.training = true, .seed = 3, .step = 5});
    return weighted(plan->value(y));
  }

  std::vector<float> gradient(std::size_t i) const {
    const auto g = plan->gradient(inputs[i]);
    return {g.begin(), g.end()};
  }

  Parameters parameters;
  Graph graph;
  std::vector<Var> inputs;
  Var y, weights, loss;
  std::optional<Plan> plan;
};

}  // namespace

TEST_CASE("every op: each of its inputs is in some sample", "[gradient]") {
  const auto [op, samples_of] = GENERATE(from_range(everything()));
  INFO("op " << op->name);
  const auto samples = samples_of();
  for (std::size_t i = 0; i < static_cast<std::size_t>(op->arity); ++i) {
    INFO("input " << i);
    CHECK(std::ranges::any_of(samples, [i](const Sample& sample) {
      return i < sample.inputs.size() && sample.inputs[i].shape.rank() > 0;
    }));
  }
}

TEST_CASE("every op: analytic gradient = numeric gradient", "[gradient]") {
  const auto [op, samples_of] = GENERATE(from_range(everything()));
  INFO("op " << op->name);
  const auto samples = samples_of();
  REQUIRE_FALSE(samples.empty());
  for (std::size_t s = 0; s < samples.size(); ++s) {
    INFO("sample " << s);
    OpCase c(*op, samples[s]);
    c.forward();
    c.plan->backward(c.loss);
    for (std::size_t i = 0; i < c.inputs.size(); ++i) {
      const SampleInput& input = samples[s].inputs[i];
      if (c.inputs[i].id < 0 || input.classes > 0 || !input.differentiable) continue;
      const std::vector<float> analytic = c.gradient(i);
      const auto x = c.plan->value(c.inputs[i]);
      for (std::size_t k = 0; k < x.size(); ++k) {
        // the step balances rounding (eps / h) against curvature (h^2)
        constexpr float h = 4e-3f;
        const float was = x[k];
        x[k] = was + h;
        const double above = c.forward();
        x[k] = was - h;
        const double below = c.forward();
        const double width = static_cast<double>(was + h) - static_cast<double>(was - h);
        x[k] = was;
        const double numeric = (above - below) / width;
        INFO("input " << i << ", element " << k);
        CHECK_THAT(static_cast<double>(analytic[k]), Catch::Matchers::WithinRel(numeric, 2e-3) ||
                                                         Catch::Matchers::WithinAbs(numeric, 5e-4));
      }
    }
  }
}

TEST_CASE("every op: the same bits in views and rooms", "[gradient]") {
  const auto [op, samples_of] = GENERATE(from_range(everything()));
  INFO("op " << op->name);
  for (const Sample& sample : samples_of()) {
    OpCase plain(*op, sample), placed(*op, sample, {.apart = false, .roomy = true});
    for (OpCase* c : {&plain, &placed}) {
      c->forward();
      c->plan->backward(c->loss);
    }
    CHECK(std::ranges::equal(plain.plan->value(plain.y), placed.plan->value(placed.y)));
    for (std::size_t i = 0; i < plain.inputs.size(); ++i) {
      INFO("input " << i);
      if (plain.inputs[i].id >= 0) CHECK(plain.gradient(i) == placed.gradient(i));
    }
  }
}

TEST_CASE("every op: gradients do not depend on what was there", "[gradient]") {
  const auto [op, samples_of] = GENERATE(from_range(everything()));
  INFO("op " << op->name);
  for (const Sample& sample : samples_of()) {
    OpCase c(*op, sample);
    c.forward();
    c.plan->backward(c.loss);
    std::vector<std::vector<float>> first;
    for (std::size_t i = 0; i < c.inputs.size(); ++i) {
      first.push_back(c.inputs[i].id < 0 ? std::vector<float>{} : c.gradient(i));
    }
    for (std::size_t k = 0; k < c.graph.nodes().size(); ++k) {
      std::ranges::fill(c.plan->gradient(Var{static_cast<int>(k)}), NAN);
    }
    c.forward();
    c.plan->backward(c.loss);
    for (std::size_t i = 0; i < c.inputs.size(); ++i) {
      INFO("input " << i);
      if (c.inputs[i].id >= 0) CHECK(c.gradient(i) == first[i]);
    }
  }
}

TEST_CASE("every op: gradients are added to those of other readers", "[gradient]") {
  const auto [op, samples_of] = GENERATE(from_range(everything()));
  INFO("op " << op->name);
  for (const Sample& sample : samples_of()) {
    OpCase alone(*op, sample), shared(*op, sample, {.shared = true});
    for (OpCase* c : {&alone, &shared}) {
      c->forward();
      c->plan->backward(c->loss);
    }
    for (std::size_t i = 0; i < alone.inputs.size(); ++i) {
      if (alone.inputs[i].id < 0) continue;
      INFO("input " << i);
      const std::vector<float> own = alone.gradient(i), both = shared.gradient(i);
      const double other = 1 / static_cast<double>(own.size());  // of the mean
      for (std::size_t k = 0; k < own.size(); ++k) {
        CHECK_THAT(static_cast<double>(both[k]) - static_cast<double>(own[k]),
                   Catch::Matchers::WithinAbs(other, 1e-5));
      }
    }
  }
}

TEST_CASE("a node that is read twice receives both gradients", "[gradient]") {
  // y = tanh(x), read through two heads placed into one room: d/dx (w1 y + w2 y) = (w1 + w2) tanh'
  Parameters parameters;
  Graph g(parameters);
  const Var x = g.input("x", {1, 3});
  const Var y = g.apply(op_tanh, {x});
  const Var w1 = g.input("w1", {3, 1}), w2 = g.input("w2", {3, 1});
  const Var both = g.room({2, 1});
  g.place(g.apply(op_affine, {y, w1}), both, 0);
  g.place(g.apply(op_affine, {y, w2}), both, 1);
  const Var loss = g.apply(op_mean, {both});
  parameters.allocate(0);
  Plan plan(g, PlanMode::input_gradients);
  std::ranges::fill(plan.value(x), 0.3f);
  std::ranges::fill(plan.value(w1), 2.0f);
  std::ranges::fill(plan.value(w2), -0.5f);
  plan.forward({});
  plan.backward(loss);
  const double slope = 1 - std::pow(std::tanh(0.3), 2);
  for (const float d : plan.gradient(x)) {
    CHECK_THAT(static_cast<double>(d), Catch::Matchers::WithinRel(slope * (2.0 - 0.5) / 2, 1e-6));
  }
}
