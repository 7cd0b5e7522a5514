#include "model/network.h"

#include <algorithm>
#include <map>

#include "ops/ops.h"
#include "tensor/error.h"

namespace lushan {
namespace {

std::string describe(ValueKind kind, const Shape& batched) {
  return std::string(kind == ValueKind::image ? "an " : "a ") + std::string(name_of(kind)) + " " +
         batched.without_front().text();
}

// "dense expects a vector, mnist gives an image 1×28×28: add flatten between them"
void check_kind(const BlockDef& block, Value v, const Graph& g, std::string_view giver) {
  if (std::ranges::find(block.takes, v.kind) != block.takes.end()) return;
  std::string expected(name_of(block.takes.front()));
  std::string remedy = "remove " + std::string(block.name);
  if (v.kind == ValueKind::image && block.takes.front() == ValueKind::vector) {
    remedy = "add flatten between them";
  }
  throw Error(std::string(block.name) + " expects " + (expected == "image" ? "an " : "a ") +
              expected + ", " + std::string(giver) + " gives " + describe(v.kind, g.shape(v.x)) +
              ": " + remedy + ".");
}

// Turns outputs into what a person reads.
Var record_link(Graph& g, Var prediction, Link link) {
  switch (link) {
    case Link::identity: return g.apply(op_linear, {prediction});
    case Link::sigmoid: return g.apply(op_sigmoid, {prediction});
    case Link::softmax: return g.apply(op_softmax, {prediction});
  }
  return prediction;
}

}  // namespace

Chosen<LossDef> default_loss(const TargetSpec& target) {
  const LossDef& def = target.kind == TargetKind::values ? loss_squared : loss_cross_entropy;
  return {&def, def.defaults()};
}

int output_width(const Chosen<LossDef>& loss, const TargetSpec& target) {
  const LossDef& def = *loss.def;
  if (target.kind == TargetKind::values) {
    if (!def.takes_values) {
      throw Error("train.loss: " + std::string(def.name) +
                  " compares classes, and this task asks for values; choose squared, absolute or "
                  "huber.");
    }
    return target.count;
  }
  if (def.coding == ClassCoding::none) {
    throw Error("train.loss: " + std::string(def.name) +
                " compares values, and this task asks for classes; choose cross_entropy.");
  }
  return class_width(def.coding, target.count);
}

Network record_network(const Experiment& e, const InputSpec& input, const TargetSpec& target,
                       Parameters& parameters, int batch, bool inference) {
  const int width = output_width(e.loss, target);
  Network net(parameters);
  Graph& g = net.graph;
  Value v{g.input("input", input.shape.with_front(batch)), input.kind};
  net.input = v.x;
  Context context;

  const auto record = [&](const std::string& name, const BlockDef* def, auto forward) {
    LayerRecord layer;
    layer.name = name;
    layer.def = def;
    layer.takes = v.kind;
    layer.input = v.x;
    layer.first_node = static_cast<int>(g.nodes().size());
    {
      const Graph::Scope scope(g, name);
      v = forward();
    }
    layer.end_node = static_cast<int>(g.nodes().size());
    layer.gives = v.kind;
    layer.output = v.x;
    net.layers.push_back(std::move(layer));
  };

  std::map<std::string_view, int> count;  // blocks of a kind are numbered from 1
  std::string giver(e.task.def->name);
  for (const auto& layer : e.layers) {
    const std::string name =
        std::string(layer.def->name) + "_" + std::to_string(++count[layer.def->name]);
    check_kind(*layer.def, v, g, giver);
    record(name, layer.def, [&] { return layer.def->forward(g, v, layer.settings, context); });
    giver = name;
  }

  if (v.kind != ValueKind::vector) {
    throw Error("output expects a vector, " + giver + " gives " + describe(v.kind, g.shape(v.x)) +
                ": add flatten between them.");
  }
  record("output", nullptr, [&] {
    DenseOptions head = e.output.as<OutputOptions>().dense;
    head.units = width;
    net.prediction = dense(g, v.x, head);
    if (inference) {
      net.probability = g.name(record_link(g, net.prediction, e.loss.def->link), "probability");
    }
    return Value{net.prediction, ValueKind::vector};
  });

  const int columns = e.loss.def->coding == ClassCoding::index ? 1 : width;
  net.target = g.input("target", {batch, columns});
  const Graph::Scope scope(g, "loss");
  net.example_loss = g.name(g.apply(e.loss.def->op, {net.prediction, net.target},
                                    e.loss.def->attributes(e.loss.settings)),
                            "example");
  net.loss = g.name(g.apply(op_mean, {net.example_loss}), "value");
  return net;
}

}  // namespace lushan
