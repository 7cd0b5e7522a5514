#include "graph/plan.h"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

#include "kernels/reduce.h"

namespace lushan {
namespace {

std::size_t id(Var x) { return static_cast<std::size_t>(x.id); }

std::size_t address(std::uint64_t floats) { return static_cast<std::size_t>(floats); }

// A gradient flows into whatever depends on a trained parameter (or, when asked for, on an input).
std::vector<bool> find_gradients(const Graph& g, PlanMode mode) {
  std::vector<bool> wants(g.nodes().size(), false);
  if (mode == PlanMode::inference) return wants;
  for (std::size_t k = 0; k < wants.size(); ++k) {
    const Node& n = g.nodes()[k];
    const bool source = n.op == nullptr && n.storage.id < 0;
    wants[k] = n.parameter >= 0
                   ? g.parameters().list()[static_cast<std::size_t>(n.parameter)].trains
                   : source && mode == PlanMode::input_gradients;
    for (const Var x : n.inputs) wants[k] = wants[k] || (x.id >= 0 && wants[id(x)]);
    // room is a source that comes before what is placed in it
    if (n.op && n.storage.id >= 0 && wants[k]) wants[id(n.storage)] = true;
  }
  return wants;
}

// Which nodes read x, directly or through others.
std::vector<bool> find_dependents(const Graph& g, Var x) {
  std::vector<bool> depends(g.nodes().size(), false);
  depends[id(x)] = true;
  for (std::size_t k = 0; k < depends.size(); ++k) {
    const Node& n = g.nodes()[k];
    for (const Var in : n.inputs) depends[k] = depends[k] || (in.id >= 0 && depends[id(in)]);
    // and so do those that read the room it is placed in
    if (n.op && n.storage.id >= 0 && depends[k]) depends[id(n.storage)] = true;
  }
  return depends;
}

}  // namespace

// Where everything lies, in floats from the beginning of the arena. Counted in 64 bits, since it is
// also asked for what no memory of 32 could hold.
struct Plan::Layout {
  static constexpr auto none = static_cast<std::uint64_t>(-1);
  std::vector<std::uint64_t> value, gradient, saved;  // by node; none: not in the arena
  std::vector<bool> wants_gradient;
  std::uint64_t scratch = 0, total = 0;
  std::uint64_t parameter_gradients = none;  // in the store
};

Plan::Layout Plan::lay_out(const Graph& g, PlanMode mode) {
  const std::size_t count = g.nodes().size();
  Layout l;
  l.value.assign(count, Layout::none);
  l.gradient.assign(count, Layout::none);
  l.saved.assign(count, Layout::none);
  l.wants_gradient = find_gradients(g, mode);
  const auto take = [&l](std::size_t floats) {
    const std::uint64_t at = l.total;
    l.total += padded(floats);
    return at;
  };
  for (std::size_t k = 0; k < count; ++k) {
    const Node& n = g.nodes()[k];
    if (n.parameter < 0 && n.storage.id < 0) l.value[k] = take(n.shape.size());
    if (n.op && n.op->saved) l.saved[k] = take(n.op->saved(g.input_shapes(n), n.attr));
  }
  for (std::size_t k = 0; k < count; ++k) {
    const Node& n = g.nodes()[k];
    if (l.wants_gradient[k] && n.parameter < 0 && n.storage.id < 0) {
      l.gradient[k] = take(n.shape.size());
    }
  }
  if (mode == PlanMode::probe) l.parameter_gradients = take(g.parameters().gradients().size());
  std::size_t scratch = 0;
  for (const Node& n : g.nodes()) {
    if (n.op && n.op->scratch) {
      scratch = std::max(scratch, n.op->scratch(g.input_shapes(n), n.attr));
    }
  }
  l.scratch = take(scratch);
  return l;
}

std::uint64_t Plan::bytes(const Graph& graph, PlanMode mode) {
  const Layout l = lay_out(graph, mode);
  std::uint64_t sum = l.total * sizeof(float) + graph.bytes();
  for (std::size_t k = 0; k < graph.nodes().size(); ++k) {
    const Node& n = graph.nodes()[k];
    sum += 2 * sizeof(float*);
    if (l.gradient[k] != Layout::none) sum += sizeof(std::span<float>);
    if (n.op) sum += sizeof(Instruction) * (l.wants_gradient[k] ? 2 : 1);
  }
  return sum;
}

Plan::Plan(Graph graph, PlanMode mode, Var token) : graph_(std::move(graph)), mode_(mode) {
  const Layout l = lay_out(graph_, mode_);
  memory_ = Arena(address(l.total));
  parameter_gradients_ = l.parameter_gradients == Layout::none
                             ? graph_.parameters().gradients()
                             : memory_.span().subspan(address(l.parameter_gradients),
                                                      graph_.parameters().gradients().size());
  find_addresses(l);
  write_forward(l);
  if (token.id >= 0) write_advance(token);
  write_backward(l);
  find_fresh_gradients();
}

// What a node lies in comes before it.
void Plan::find_addresses(const Layout& l) {
  const std::deque<Node>& nodes = graph_.nodes();
  values_.resize(nodes.size());
  gradient_of_.resize(nodes.size());
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    const Node& n = nodes[k];
    const bool wanted = l.wants_gradient[k];
    if (n.parameter >= 0) {
      const Parameter& p = graph_.parameters().list()[static_cast<std::size_t>(n.parameter)];
      values_[k] = graph_.parameters().value(n.parameter).data();
      if (wanted) gradient_of_[k] = parameter_gradients_.data() + p.offset;
    } else if (n.storage.id >= 0) {
      values_[k] = values_[id(n.storage)] + n.offset;
      if (wanted) gradient_of_[k] = gradient_of_[id(n.storage)] + n.offset;
    } else {
      values_[k] = memory_.data() + address(l.value[k]);
      if (wanted) gradient_of_[k] = memory_.data() + address(l.gradient[k]);
    }
  }
}

// An instruction for each node with an op; what needs no input is computed here, once.
void Plan::write_forward(const Layout& l) {
  const std::deque<Node>& nodes = graph_.nodes();
  const auto has_op = [](const Node& n) { return n.op != nullptr; };
  forward_.reserve(static_cast<std::size_t>(std::ranges::count_if(nodes, has_op)));
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    const Node& n = nodes[k];
    if (!n.op) continue;
    Instruction run{n.op, static_cast<int>(k), {}};
    for (std::size_t i = 0; i < max_inputs; ++i) {
      if (n.inputs[i].id < 0) continue;
      run.call.x[i] = values_[id(n.inputs[i])];
      run.call.dx[i] = gradient_of_[id(n.inputs[i])];
    }
    run.call.in = graph_.input_shapes(n).shapes;
    run.call.out = n.shape;
    run.call.n = n.shape.size();
    run.call.attr = n.attr;
    run.call.y = values_[k];
    run.call.dy = gradient_of_[k];
    run.call.saved = l.saved[k] == Layout::none ? nullptr : memory_.data() + address(l.saved[k]);
    run.call.scratch = memory_.data() + address(l.scratch);
    run.call.replay = &replay_;
    if (n.op->arity == 0) {
      n.op->forward(run.call);
    } else {
      forward_.push_back(run);
    }
  }
}

void Plan::write_advance(Var token) {
  const std::vector<bool> depends = find_dependents(graph_, token);
  for (const Instruction& run : forward_) {
    if (!depends[static_cast<std::size_t>(run.node)]) continue;
    advance_.push_back(run);
    if (run.op->keeps) past_.emplace_back(run.call.y, run.call.n);
  }
}

void Plan::write_backward(const Layout& l) {
  const auto goes_back = [&](const Instruction& run) {
    return l.wants_gradient[static_cast<std::size_t>(run.node)];
  };
  backward_.reserve(static_cast<std::size_t>(std::ranges::count_if(forward_, goes_back)));
  std::ranges::copy_if(std::views::reverse(forward_), std::back_inserter(backward_), goes_back);
}

// Views share what they are placed in, so it is the node that owns the memory that counts. Those of
// parameters lie together and are cleared together.
void Plan::find_fresh_gradients() {
  const auto& nodes = graph_.nodes();
  const auto owner = [&](Var x) {
    while (x.id >= 0 && nodes[id(x)].storage.id >= 0) x = nodes[id(x)].storage;
    return x;
  };
  std::vector<bool> touched(nodes.size(), false);
  const auto touch = [&](Var x) {
    if (x.id < 0 || touched[id(x)] || !gradient_of_[id(x)] || nodes[id(x)].parameter >= 0) {
      return false;
    }
    touched[id(x)] = true;
    fresh_.emplace_back(gradient_of_[id(x)], nodes[id(x)].shape.size());
    return true;
  };
  for (Instruction& run : backward_) {
    const auto& inputs = nodes[static_cast<std::size_t>(run.node)].inputs;
    const auto assigns = [&](std::size_t i) {
      return run.op->assigns[i] && inputs[i].id >= 0 && nodes[id(inputs[i])].storage.id < 0 &&
             std::ranges::count(
                 inputs, owner(inputs[i]).id, [&](Var x) { return owner(x).id; }) == 1;
    };
    run.cleared += touch(owner({run.node}));
    for (std::size_t i = 0; i < max_inputs; ++i) {
      if (!assigns(i)) run.cleared += touch(owner(inputs[i]));
    }
    for (std::size_t i = 0; i < max_inputs; ++i) {
      if (!assigns(i)) continue;
      run.call.fresh[i] = touch(inputs[i]);
      run.assigned += run.call.fresh[i];
    }
  }
}

void Plan::advance(const Replay& replay) {
  replay_ = replay;
  for (const Instruction& run : advance_) run.op->forward(run.call);
}

std::size_t Plan::past_size() const {
  std::size_t floats = 0;
  for (const std::span<float> part : past_) floats += part.size();
  return floats;
}

void Plan::copy_past(std::span<float> to) const {
  auto out = to.begin();
  for (const std::span<float> part : past_) out = std::ranges::copy(part, out).out;
}

void Plan::restore_past(std::span<const float> from) {
  for (const std::span<float> part : past_) {
    std::ranges::copy(from.first(part.size()), part.begin());
    from = from.subspan(part.size());
  }
}

void Plan::forward(const Replay& replay) {
  replay_ = replay;
  for (const Instruction& run : forward_) run.op->forward(run.call);
}

// A gradient is cleared right before it is first needed, so that it is in the cache then, or not at
// all where it is assigned.
void Plan::backward(Var loss) {
  std::ranges::fill(parameter_gradients_, 0.0f);
  auto fresh = fresh_.begin();
  for (const Instruction& run : backward_) {
    const bool runs = run.node <= loss.id;
    const auto first =
        std::exchange(fresh, fresh + static_cast<std::ptrdiff_t>(run.cleared + run.assigned));
    const auto last = runs ? first + static_cast<std::ptrdiff_t>(run.cleared) : fresh;
    for (const std::span<float> part : std::ranges::subrange(first, last)) {
      std::ranges::fill(part, 0.0f);
    }
    if (run.node == loss.id) gradient(loss)[0] = 1;
    if (runs) run.op->backward(run.call);
  }
}

Var Plan::first_non_finite() const {
  for (const bool parameters : {true, false}) {
    for (std::size_t k = 0; k < values_.size(); ++k) {
      const Node& n = graph_.nodes()[k];
      if ((n.parameter >= 0) != parameters) continue;
      if (!kernels::all_finite(values_[k], n.shape.size())) return {static_cast<int>(k)};
    }
  }
  return {};
}

void Plan::set_attribute(Var x, std::size_t slot, float value) {
  for (auto* list : {&forward_, &backward_, &advance_}) {
    for (Instruction& run : *list) {
      if (run.node == x.id) run.call.attr.f[slot] = value;
    }
  }
}

std::span<float> Plan::value(Var x) { return {values_[id(x)], graph_.shape(x).size()}; }

std::span<const float> Plan::value(Var x) const { return {values_[id(x)], graph_.shape(x).size()}; }

std::span<const float> Plan::gradient(Var x) const {
  const float* const g = gradient_of_[id(x)];
  return g ? std::span<const float>{g, graph_.shape(x).size()} : std::span<const float>{};
}

std::span<float> Plan::gradient(Var x) {
  float* const g = gradient_of_[id(x)];
  return g ? std::span<float>{g, graph_.shape(x).size()} : std::span<float>{};
}

std::vector<Plan::GradientShare> Plan::gradient_shares(int parameter, std::size_t index) const {
  std::vector<GradientShare> shares;
  for (const Instruction& run : std::views::reverse(backward_)) {
    const auto& inputs = graph_.nodes()[static_cast<std::size_t>(run.node)].inputs;
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      if (!run.call.dx[k] || graph_.nodes()[id(inputs[k])].parameter != parameter) continue;
      GradientShare share{{run.node}, {}};
      if (run.op->terms) share.terms = run.op->terms(run.call, k, index);
      if (!run.op->terms || !share.terms.empty()) shares.push_back(std::move(share));
    }
  }
  return shares;
}

}  // namespace lushan
