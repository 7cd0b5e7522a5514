#include "model/describe.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lushan {

Json extents(const Shape& shape) {
  Json out = Json::array();
  for (int axis = 0; axis < shape.rank(); ++axis) out.push_back(shape[axis]);
  return out;
}

namespace {

Json value_type(ValueKind kind, const Shape& batched) {
  return {{"kind", std::string(name_of(kind))}, {"shape", extents(example_shape(kind, batched))}};
}

// Multiplications and additions of one forward pass of a node.
double operations(const Graph& g, const Node& n) {
  if (!n.op) return 0;
  if (!n.op->operations) return static_cast<double>(n.shape.size());
  return n.op->operations(g.input_shapes(n), n.attr);
}

// What made a node; a view names that of the node it is a part of, a room that of its first lodger.
std::string op_of(const Graph& g, const Node& n) {
  if (n.op) return std::string(n.op->name);
  if (n.parameter >= 0) {
    const Parameter& p = g.parameters().list()[static_cast<std::size_t>(n.parameter)];
    return p.trains ? "parameter" : "buffer";
  }
  if (n.storage.id >= 0) return op_of(g, g.node(n.storage));
  const auto placed = std::ranges::find_if(g.nodes(), [&](const Node& other) {
    return other.op && other.storage.id >= 0 && &g.node(other.storage) == &n;
  });
  return placed == g.nodes().end() ? "input" : std::string(placed->op->name);
}

Json describe_layer(const Network& net, const LayerRecord& layer) {
  const Graph& g = net.graph;
  std::size_t parameters = 0;
  double work = 0;
  Json nodes = Json::array();
  for (int k = layer.first_node; k < layer.end_node; ++k) {
    const Node& n = g.node({k});
    if (n.parameter >= 0 && g.parameters().list()[static_cast<std::size_t>(n.parameter)].trains) {
      parameters += n.shape.size();
    }
    work += operations(g, n);
    if (!n.name.empty()) nodes.push_back(n.name);
  }
  const int batch = net.batch;
  return {{"path", layer.name},
          {"kind", layer.def ? std::string(layer.def->name) : "output"},
          {"column", std::string(name_of(layer.column))},
          {"index", layer.index},
          {"input", value_type(layer.takes, g.shape(layer.input))},
          {"output", value_type(layer.gives, g.shape(layer.output))},
          {"parameters", parameters},
          {"operations", work / batch},
          {"nodes", nodes}};
}

Json describe_scaling(const Scaling& s) { return {{"offset", s.offset}, {"unit", s.unit}}; }

Json describe_task(const Dataset& data) {
  Json input = value_type(data.input.kind, batched(data.input.kind, data.input.shape, 1));
  input["names"] = data.input.names;
  input["ranges"] = data.input.ranges;
  input["scaling"] = Json::array();
  for (const Scaling& s : data.input.scaling) input["scaling"].push_back(describe_scaling(s));
  input["vocabulary"] = data.input.vocabulary;
  return {{"input", input},
          {"target",
           {{"kind", std::string(name_of(data.target.kind))},
            {"count", data.target.count},
            {"names", data.target.names},
            {"length", data.target.length},
            {"alignment", std::string(name_of(data.target.alignment))},
            {"scaling", describe_scaling(data.target.scaling)}}},
          {"train", data.train},
          {"test", data.test()},
          {"chance", data.chance}};
}

std::string_view name_of(Link link) {
  switch (link) {
    case Link::identity: return "identity";
    case Link::sigmoid: return "sigmoid";
    case Link::softmax: return "softmax";
  }
  return "";
}

}  // namespace

Json describe(const Experiment& experiment, const Network& net, const Dataset& data,
              std::size_t bytes) {
  Json layers = Json::array();
  for (const LayerRecord& layer : net.layers) layers.push_back(describe_layer(net, layer));
  Json nodes = Json::array();
  double work = 0;
  for (const Node& n : net.graph.nodes()) {
    work += operations(net.graph, n);
    if (n.name.empty()) continue;
    nodes.push_back({{"name", n.name},
                     {"op", op_of(net.graph, n)},
                     {"shape", extents(n.shape)},
                     {"parameter", n.parameter >= 0}});
  }
  return {{"experiment", write_experiment(experiment)},
          {"layers", layers},
          {"nodes", nodes},
          {"parameters", net.graph.parameters().count()},
          {"memory", bytes},
          // backward takes two products where forward takes one
          {"operations", 3 * work},
          {"task", describe_task(data)},
          {"loss",
           {{"kind", std::string(experiment.loss.def->name)},
            {"width", net.graph.shape(net.prediction).back()},
            {"link", std::string(name_of(experiment.loss.def->link))}}}};
}

}  // namespace lushan
