#pragma once

#include <deque>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "graph/op.h"
#include "graph/parameters.h"

namespace lushan {

// A node of a graph, by its place in creation order.
struct Var {
  int id = -1;
};

struct Node {
  // A source (input or parameter) and a view have no op: nothing runs for them.
  const OpDef* op = nullptr;
  std::array<Var, max_inputs> inputs{};
  Shape shape;
  Attributes attr;
  std::string name;
  int parameter = -1;      // index in the store, for a parameter
  Var storage;             // the node whose memory this one lies in, when it has none of its own
  std::size_t offset = 0;  // floats from the beginning of that node's memory
};

// Records the nodes of a model as ordinary code creates them. Creation order is execution order;
// nothing is computed here, but every shape is checked.
class Graph {
 public:
  explicit Graph(Parameters& parameters) : parameters_(&parameters) {}

  // A tensor that is filled in place before each replay.
  Var input(std::string_view name, Shape shape);

  // A trainable tensor from the store, declared there under its full name.
  Var parameter(std::string_view name, Shape shape, Start start, bool decays);

  // A tensor of the model that is not trained: running statistics, fixed random positions.
  Var buffer(std::string_view name, Shape shape, Start start);

  // Records one op; an input that is left out is Var{}. Errors of its shape rule are given the name
  // of the place.
  Var apply(const OpDef& op, std::span<const Var> inputs, Attributes attr = {});
  Var apply(const OpDef& op, std::initializer_list<Var> inputs, Attributes attr = {}) {
    return apply(op, std::span(inputs.begin(), inputs.size()), attr);
  }

  // The same numbers under another shape, or a run of them from `offset` floats on: no copy, in
  // value and gradient. Time-major sequences make a time step such a view.
  Var view(Var x, Shape shape, std::size_t offset = 0);

  // Room that other nodes are recorded into (see place): the states of all time steps in one
  // tensor, without a concatenation.
  Var room(Shape shape);

  // Lets x, which no node has read yet, live inside `room`, an earlier node, from `offset` floats
  // on. Throws Error when it reaches over the room's end or overlaps another placed node.
  void place(Var x, Var room, std::size_t offset);

  // Names the node within the open scopes: "dense_1/linear". Returns it.
  Var name(Var x, std::string_view name);

  // Opens a scope for the names that follow, closed by the destructor.
  class Scope {
   public:
    Scope(Graph& g, std::string_view name);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Graph& graph_;
    std::size_t length_;
  };

  Shape shape(Var x) const { return node(x).shape; }
  // Shapes of a node's inputs, of rank 0 where one is missing, and how many there are.
  struct InputShapes {
    std::array<Shape, max_inputs> shapes;
    std::size_t count = 0;
    operator Shapes() const { return {shapes.data(), count}; }
  };
  InputShapes input_shapes(const Node& n) const;

  const Node& node(Var x) const { return nodes_[static_cast<std::size_t>(x.id)]; }
  const std::deque<Node>& nodes() const { return nodes_; }
  Var find(std::string_view name) const;  // id -1 when there is none
  std::size_t bytes() const;              // that the record itself takes
  Parameters& parameters() const { return *parameters_; }
  // What a node named so here would be called, the open scopes before its name.
  std::string full_name(std::string_view name) const { return scope_ + std::string(name); }

 private:
  Node& at(Var x) { return nodes_[static_cast<std::size_t>(x.id)]; }
  Var add(Node node);

  Parameters* parameters_;
  std::deque<Node> nodes_;  // not a vector: a reference to a node outlives what is recorded next
  std::string scope_;       // open scopes, each closed by "/"
};

}  // namespace lushan
