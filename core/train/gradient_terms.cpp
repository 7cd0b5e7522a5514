#include "train/gradient_terms.h"

#include <algorithm>
#include <string>

#include "graph/plan.h"
#include "model/describe.h"
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
  session.parameter_at(parameter, index);  // or there is none
  session.refresh_probe();
  const int id = session.parameters().find(parameter);
  const Parameter& asked = session.parameters().list()[static_cast<std::size_t>(id)];
  if (!asked.trains) throw Error(asked.name + " is not trained: it has no gradient.");
  const auto at = static_cast<std::size_t>(index);
  Plan& plan = session.probe_plan();
  Json shares = Json::array();
  for (const Plan::GradientShare& share : plan.gradient_shares(id, at)) {
    Json places = Json::array(), errors = Json::array(), factors = Json::array();
    for (const GradientTerm& term : share.terms) {
      places.push_back(term.place);
      errors.push_back(term.error);
      factors.push_back(term.factor);
    }
    const Node& node = named(plan.graph(), share.node);
    shares.push_back({{"node", node.name},
                      {"op", plan.graph().node(share.node).op->name},
                      {"shape", extents(node.shape)},
                      {"places", places},
                      {"errors", errors},
                      {"factors", factors}});
  }
  return {{"gradient", plan.parameter_gradients()[asked.offset + at]}, {"shares", shares}};
}

}  // namespace lushan
