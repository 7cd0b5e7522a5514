#include "report.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace lushan::cli {
namespace {

void print_row(const char* name, const Evaluation& e) {
  std::printf("%-11s  %10.6g", name, e.loss);
  if (!std::isnan(e.accuracy)) std::printf("  %8.2f %%", 100 * e.accuracy);
  if (!std::isnan(e.exact)) std::printf("  %8.2f %%  %10.4g", 100 * e.exact, e.perplexity);
  std::printf("  %6d rows\n", e.count);
}

}  // namespace

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json summary(const Evaluation& e) {
  Json out = {{"loss", number(e.loss)}, {"accuracy", number(e.accuracy)}, {"count", e.count}};
  if (!std::isnan(e.exact)) {
    out["exact"] = e.exact;
    out["perplexity"] = number(e.perplexity);
  }
  return out;
}

void print_evaluations(Session& session) {
  const Evaluation& train = session.evaluate(Split::train);
  std::printf("%-11s  %10s%s%s\n", "", "loss", std::isnan(train.accuracy) ? "" : "    accuracy",
              std::isnan(train.exact) ? "" : "       exact  perplexity");
  print_row("training", train);
  print_row("held-out", session.evaluate(Split::test));
  std::printf("fingerprint  %s\n", text_of_fingerprint(session.fingerprint()).c_str());
}

}  // namespace lushan::cli
