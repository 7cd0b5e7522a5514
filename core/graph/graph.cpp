#include "graph/graph.h"

#include <algorithm>

#include "tensor/error.h"

namespace lushan {

Shape same_shape(Shapes in, const Attributes&) { return in[0]; }

void add_term(std::vector<GradientTerm>& to, std::size_t place, float error, float factor) {
  to.push_back({place, error, factor});
}

Var Graph::add(Node node) {
  nodes_.push_back(std::move(node));
  return {static_cast<int>(nodes_.size()) - 1};
}

Var Graph::input(std::string_view name, Shape shape) {
  Node n;
  n.shape = shape;
  n.name = full_name(name);
  return add(std::move(n));
}

Var Graph::parameter(std::string_view name, Shape shape, Start start, bool decays) {
  Node n;
  n.shape = shape;
  n.name = full_name(name);
  n.parameter = parameters_->declare({n.name, shape, start, decays});
  return add(std::move(n));
}

Var Graph::buffer(std::string_view name, Shape shape, Start start) {
  Node n;
  n.shape = shape;
  n.name = full_name(name);
  n.parameter = parameters_->declare({n.name, shape, start, false, false});
  return add(std::move(n));
}

Graph::InputShapes Graph::input_shapes(const Node& n) const {
  InputShapes in;
  for (std::size_t i = 0; i < max_inputs; ++i) {
    if (n.inputs[i].id < 0) continue;
    in.shapes[i] = shape(n.inputs[i]);
    in.count = i + 1;
  }
  return in;
}

Var Graph::apply(const OpDef& op, std::span<const Var> inputs, Attributes attr) {
  Node n;
  n.op = &op;
  n.attr = attr;
  std::ranges::copy(inputs, n.inputs.begin());
  try {
    n.shape = op.infer(input_shapes(n), attr);
  } catch (const TooLarge&) {
    throw;
  } catch (const Error& e) {
    throw Error('`' + scope_ + std::string(op.name) + "`: " + e.what());
  }
  return add(std::move(n));
}

Var Graph::view(Var x, Shape shape, std::size_t offset) {
  const Node& parent = node(x);
  if (offset + shape.size() > parent.shape.size()) {
    throw Error(scope_ + "view: " + shape.text() + " from " + std::to_string(offset) +
                " on does not fit into " + parent.shape.text() + ".");
  }
  Node n;
  n.shape = shape;
  n.storage = x;
  n.offset = offset;
  n.inputs[0] = x;
  return add(std::move(n));
}

Var Graph::room(Shape shape) {
  Node n;
  n.shape = shape;
  return add(std::move(n));
}

void Graph::place(Var x, Var room, std::size_t offset) {
  const std::size_t end = offset + shape(x).size();
  bool free = room.id < x.id && end <= shape(room).size() && node(room).op == nullptr &&
              node(x).op != nullptr && node(x).storage.id < 0;
  for (const Node& n : nodes_) {
    const bool writes = n.op != nullptr && n.storage.id == room.id;
    free = free && !(writes && offset < n.offset + n.shape.size() && n.offset < end);
    // a reader recorded before now would have been given the old address
    for (const Var input : n.inputs) free = free && input.id != x.id;
  }
  if (!free) {
    throw Error(scope_ + "place: " + shape(x).text() + " at " + std::to_string(offset) +
                " does not fit into " + shape(room).text() + ", or something is there already.");
  }
  at(x).storage = room;
  at(x).offset = offset;
}

Var Graph::name(Var x, std::string_view name) {
  at(x).name = full_name(name);
  return x;
}

Var Graph::find(std::string_view name) const {
  const auto it = std::ranges::find(nodes_, name, &Node::name);
  return {it == nodes_.end() ? -1 : static_cast<int>(it - nodes_.begin())};
}

std::size_t Graph::bytes() const {
  std::size_t sum = nodes_.size() * sizeof(Node);
  for (const Node& n : nodes_) {
    if (n.name.size() >= sizeof(std::string) / 2) sum += n.name.capacity() + 1;  // else in place
  }
  return sum;
}

Graph::Scope::Scope(Graph& g, std::string_view name) : graph_(g), length_(g.scope_.size()) {
  graph_.scope_ += std::string(name) + "/";
}

Graph::Scope::~Scope() { graph_.scope_.resize(length_); }

}  // namespace lushan
