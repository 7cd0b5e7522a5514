// Recurrent cells against their naive twins, and the ops over whole sequences against naive steps.
#include <algorithm>
#include <catch_amalgamated.hpp>

#include "graph/plan.h"
#include "kernels/matmul.h"
#include "kernels/recurrent.h"
#include "ops/ops.h"
#include "random_floats.h"

using namespace lushan;
using Catch::Matchers::WithinAbs;

namespace {

void check_close(const Floats& got, const Floats& expected, double tolerance) {
  REQUIRE(got.size() == expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(got[i]) - expected[i]));
  }
  CHECK_THAT(worst, WithinAbs(0, tolerance));
}

struct Recurrence {
  const OpDef* op;
  int gates, steps, batch, units;
  bool reverse, masked, begun, biased, relu;
};

Recurrence random_recurrence(Rng& rng) {
  const OpDef* const all[] = {&op_rnn, &op_lstm, &op_gru};
  const int kind = rng.below(3);
  const int gates[] = {1, 4, 3};
  const auto flip = [&] { return rng.below(2) == 1; };
  return {all[kind], gates[kind], 1 + rng.below(6), 1 + rng.below(6), 1 + rng.below(20),
          flip(),    flip(),      flip(),           flip(),           flip()};
}

struct Inputs {
  Inputs(Rng& rng, const Recurrence& t)
      : x(random_floats(rng, t.steps * t.batch * t.gates * t.units)),
        w(random_floats(rng, t.units * t.gates * t.units, -0.5f, 0.5f)),
        bias(random_floats(rng, t.gates * t.units)),
        h(random_floats(rng, t.batch * t.units)),
        c(random_floats(rng, t.batch * t.units)),
        mask(random_mask(rng, t.steps, t.batch)) {}
  Floats x, w, bias, h, c, mask;
};

// The op's y. The inputs' order is that of the op.
Floats run(const Recurrence& t, const Inputs& in) {
  const int state = t.batch * t.units;
  const int sections = 1 + t.gates + (t.op == &op_rnn ? 0 : 1);
  Parameters parameters;
  Graph g(parameters);
  std::vector<std::pair<Var, const Floats*>> filled;
  const auto input = [&](const char* name, Shape shape, const Floats& values, bool present = true) {
    if (!present) return Var{};
    filled.emplace_back(g.input(name, shape), &values);
    return filled.back().first;
  };
  std::vector<Var> inputs = {input("x", {t.steps, t.batch, t.gates * t.units}, in.x),
                             input("w", {t.units, t.gates * t.units}, in.w)};
  if (t.op == &op_gru) inputs.push_back(input("bias", {t.gates * t.units}, in.bias, t.biased));
  inputs.push_back(input("h", {t.batch, t.units}, in.h, t.begun));
  if (t.op == &op_lstm) inputs.push_back(input("c", {t.batch, t.units}, in.c, t.begun));
  inputs.push_back(input("mask", {t.steps, t.batch}, in.mask, t.masked));
  const Var y = g.apply(*t.op, inputs, {.i = {t.reverse, 0, t.relu}});
  REQUIRE(g.shape(y).size() == static_cast<std::size_t>(t.steps * state * sections));
  parameters.allocate(0);
  Plan plan(g, PlanMode::inference);
  for (const auto& [var, values] : filled) std::ranges::copy(*values, plan.value(var).begin());
  plan.forward({});
  const auto value = plan.value(y);
  return {value.begin(), value.end()};
}

// The same, one step after the other.
Floats run_naively(const Recurrence& t, const Inputs& in) {
  const kernels::CellShape cell{t.batch, t.units};
  const int state = t.batch * t.units, wide = t.gates * t.units;
  Floats states, gates(in.x.size()), extra(static_cast<std::size_t>(t.steps * state));
  states.resize(extra.size());
  Floats h = t.begun ? in.h : Floats(static_cast<std::size_t>(state));
  Floats c = t.begun ? in.c : h;
  for (int k = 0; k < t.steps; ++k) {
    const int step = t.reverse ? t.steps - 1 - k : k;
    const float* const x = in.x.data() + step * t.batch * wide;
    const float* const mask = t.masked ? in.mask.data() + step * t.batch : nullptr;
    float* const gate = gates.data() + step * t.batch * wide;
    float* const new_h = states.data() + step * state;
    float* const more = extra.data() + step * state;
    const bool gru = t.op == &op_gru;
    if (!gru) std::copy_n(x, t.batch * wide, gate);
    kernels::naive::matmul({.a = h.data(),
                            .b = in.w.data(),
                            .c = gate,
                            .m = t.batch,
                            .n = wide,
                            .k = t.units,
                            .lda = t.units,
                            .ldb = wide,
                            .ldc = wide,
                            .accumulate = !gru,
                            .bias = gru && t.biased ? in.bias.data() : nullptr});
    if (t.op == &op_rnn) kernels::naive::rnn_cell(cell, t.relu, gate, mask, h.data(), new_h);
    if (t.op == &op_lstm) {
      kernels::naive::lstm_cell(cell, gate, mask, h.data(), c.data(), new_h, more);
      std::copy_n(more, state, c.begin());
    }
    if (gru) kernels::naive::gru_cell(cell, x, gate, more, mask, h.data(), new_h);
    std::copy_n(new_h, state, h.begin());
  }
  Floats y = states;
  y.insert(y.end(), gates.begin(), gates.end());
  if (t.op != &op_rnn) y.insert(y.end(), extra.begin(), extra.end());
  return y;
}

}  // namespace

TEST_CASE("recurrence: whole sequences are the naive steps one after the other", "[recurrent]") {
  Rng rng(1, "recurrent");
  for (int i = 0; i < 300; ++i) {
    const Recurrence t = random_recurrence(rng);
    CAPTURE(t.op->name, t.steps, t.batch, t.units, t.reverse, t.masked, t.begun, t.biased, t.relu);
    const Inputs in(rng, t);
    // relu grows from step to step, and so does its rounding
    check_close(run(t, in), run_naively(t, in), t.op == &op_rnn && t.relu ? 1e-2 : 2e-5);
  }
}

TEST_CASE("recurrence: backwards is forwards over what counts, turned round", "[recurrent]") {
  Rng rng(2, "recurrent");
  for (int i = 0; i < 100; ++i) {
    Recurrence t = random_recurrence(rng);
    t.batch = 1;
    t.masked = true;
    t.reverse = true;
    t.relu = false;
    CAPTURE(t.op->name, t.steps, t.units, t.begun);
    Inputs in(rng, t);
    const auto length = static_cast<int>(std::ranges::count(in.mask, 1.0f));
    const int wide = t.gates * t.units;
    const Floats back = run(t, in);
    for (int k = 0; k < length / 2; ++k) {
      std::swap_ranges(in.x.begin() + k * wide, in.x.begin() + (k + 1) * wide,
                       in.x.begin() + (length - 1 - k) * wide);
    }
    t.reverse = false;
    const Floats forth = run(t, in);
    for (int k = 0; k < length; ++k) {
      CHECK(std::equal(back.begin() + k * t.units, back.begin() + (k + 1) * t.units,
                       forth.begin() + (length - 1 - k) * t.units));
    }
  }
}

TEST_CASE("recurrence: cells may overwrite the state they come from", "[recurrent]") {
  const kernels::CellShape s{3, GENERATE(1, 4, 7, 16)};
  const int state = s.batch * s.units;
  Rng rng(3, "recurrent");
  const Floats mask = {1, 0, 1}, x = random_floats(rng, 4 * state);
  const Floats h = random_floats(rng, state), c = random_floats(rng, state);
  Floats gates = x, next_h(h.size()), next_c(c.size());
  kernels::lstm_cell(s, gates.data(), mask.data(), h.data(), c.data(), next_h.data(),
                     next_c.data());
  Floats own_h = h, own_c = c;
  gates = x;
  kernels::lstm_cell(s, gates.data(), mask.data(), own_h.data(), own_c.data(), own_h.data(),
                     own_c.data());
  CHECK(own_h == next_h);
  CHECK(own_c == next_c);

  Floats q(h.size());
  gates = x;
  kernels::gru_cell(s, x.data(), gates.data(), q.data(), mask.data(), h.data(), next_h.data());
  own_h = h;
  gates = x;
  kernels::gru_cell(s, x.data(), gates.data(), q.data(), mask.data(), own_h.data(), own_h.data());
  CHECK(own_h == next_h);
}
