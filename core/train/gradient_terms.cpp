#include "train/gradient_terms.h"

#include <algorithm>
#include <string>

#include "graph/plan.h"
#include "tensor/error.h"

namespace lushan {
namespace {

// A recurrence is known by the first of the views that are named.
const Node& named(const Graph& graph, Var of) {
  const Node& node = graph.node(of);
  if (!node.name.empty()) return node;
  const auto view = std::ranges::find_if(graph.nodes(), [&](const Node& other) {
    return other.storage.id == of.id && !other.name.empty();
  });
  return view == graph.nodes().end() ? node : *view;
}

}  // namespace

Json gradient_terms(Session& session, std::string_view parameter, int index) {
  session.refresh_probe();
  const Parameters& parameters = session.parameters();
  const int id = parameters.find(parameter);
  if (id < 0 || !parameters.list()[static_cast<std::size_t>(id)].trains) {
    throw Error("There is no weight " + std::string(parameter) + ".");
  }
  const std::size_t count = parameters.value(id).size(), at = static_cast<std::size_t>(index);
  if (index < 0 || at >= count) {
    throw Error(std::string(parameter) + " has " + std::to_string(count) +
                " numbers; there is none with index " + std::to_string(index) + ".");
  }
  Plan& plan = session.probe_plan();
  const std::size_t offset = parameters.list()[static_cast<std::size_t>(id)].offset;
  Json shares = Json::array();
  for (const Plan::GradientShare& share : plan.gradient_shares(id, at)) {
    Json places = Json::array(), errors = Json::array(), factors = Json::array();
    for (const GradientTerm& term : share.terms) {
      places.push_back(term.place);
      errors.push_back(term.error);
      factors.push_back(term.factor);
    }
    const Node& node = named(plan.graph(), share.node);
    Json shape = Json::array();
    for (int k = 0; k < node.shape.rank(); ++k) shape.push_back(node.shape[k]);
    shares.push_back({{"node", node.name},
                      {"op", plan.graph().node(share.node).op->name},
                      {"shape", shape},
                      {"places", places},
                      {"errors", errors},
                      {"factors", factors}});
  }
  return {{"gradient", plan.parameter_gradients()[offset + at]}, {"shares", shares}};
}

}  // namespace lushan
