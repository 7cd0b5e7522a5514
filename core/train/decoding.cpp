#include "train/decoding.h"

#include <algorithm>
#include <numeric>

#include "kernels/scalar.h"

namespace lushan {
namespace {

int likeliest(std::span<const float> p) {
  return static_cast<int>(std::ranges::max_element(p) - p.begin());
}

// The tokens from the likeliest down; equal ones in the order of the vocabulary.
std::vector<int> ranked(std::span<const float> p) {
  std::vector<int> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, [&](int a, int b) {
    return p[static_cast<std::size_t>(a)] > p[static_cast<std::size_t>(b)];
  });
  return order;
}

// What top_k and top_p (nucleus sampling, Holtzman et al. 2020) leave of a distribution.
struct Nucleus {
  std::vector<int> order;  // of the tokens left, from the likeliest down
  double mass = 0;         // of their probabilities
};

Nucleus nucleus(std::span<const float> p, const DecodingOptions& o) {
  Nucleus left{ranked(p)};
  std::vector<int>& order = left.order;
  if (o.top_k > 0) order.resize(std::min(order.size(), static_cast<std::size_t>(o.top_k)));
  std::size_t kept = 0;
  while (kept < order.size() && (kept == 0 || left.mass < o.top_p)) {
    left.mass += static_cast<double>(p[static_cast<std::size_t>(order[kept++])]);
  }
  order.resize(kept);
  return left;
}

// A token drawn from these.
int sampled(std::span<const float> p, const Nucleus& from, Rng& rng) {
  double left = static_cast<double>(rng.uniform()) * from.mass;
  for (const int token : from.order) {
    left -= static_cast<double>(p[static_cast<std::size_t>(token)]);
    if (left < 0) return token;
  }
  return from.order.back();
}

double log_of(float p) { return kernels::log(std::max(static_cast<double>(p), 1e-300)); }

Written one_line(Generator& g, const DecodingOptions& o, int limit) {
  Written out;
  Rng rng(static_cast<std::uint64_t>(o.seed), "generate");
  const bool samples = o.method == "sample";
  for (int step = 0; step < limit; ++step) {
    const std::span<const float> p = g.distribution();
    out.distributions.insert(out.distributions.end(), p.begin(), p.end());
    int token = 0;
    if (samples) {
      const std::span<const float> q = g.distribution(o.temperature);
      const Nucleus from = nucleus(q, o);
      out.chances.resize(out.distributions.size(), 0.0f);
      for (const int k : from.order) {
        const auto at = static_cast<std::size_t>(k);
        out.chances[out.chances.size() - q.size() + at] =
            static_cast<float>(static_cast<double>(q[at]) / from.mass);
      }
      token = sampled(q, from, rng);
    } else {
      token = likeliest(p);
    }
    const std::size_t at = out.distributions.size() - p.size() + static_cast<std::size_t>(token);
    out.log_probability += log_of(out.distributions[at]);
    out.considered.push_back(
        {static_cast<int>(out.considered.size()) - 1, token, out.log_probability, true});
    if (token == tokens::end) {
      out.ended = true;
      break;
    }
    out.tokens.push_back(token);
    if (g.room() == 0) break;
    g.write(token);
  }
  return out;
}

// One way of beam search, as the index of its last token.
struct Beam {
  int last = -1;
  int steps = 0;
  Generator::Past past;
};

Written beam_search(Generator& g, const DecodingOptions& o, int limit) {
  Written out;
  const auto count = static_cast<std::size_t>(o.beams);
  const auto total = [&](int k) {
    return k < 0 ? 0.0 : out.considered[static_cast<std::size_t>(k)].log_probability;
  };
  std::vector<Beam> beams(1);
  g.save(beams[0].past);
  int best = -1;
  double best_score = 0;
  const auto finish = [&](int last, int steps, bool ended) {
    const double score = total(last) / steps;
    if (best >= 0 && score <= best_score) return;
    best = last;
    best_score = score;
    out.ended = ended;
  };
  for (int step = 0; step < limit && !beams.empty(); ++step) {
    struct Candidate {
      std::size_t beam;
      int index;
    };
    std::vector<Candidate> candidates;
    for (std::size_t b = 0; b < beams.size(); ++b) {
      g.load(beams[b].past);
      const std::span<const float> p = g.distribution();
      const std::vector<int> order = ranked(p);
      for (std::size_t k = 0; k < std::min(count, order.size()); ++k) {
        candidates.push_back({b, static_cast<int>(out.considered.size())});
        const double here = log_of(p[static_cast<std::size_t>(order[k])]);
        out.considered.push_back({beams[b].last, order[k], total(beams[b].last) + here, false});
      }
    }
    std::ranges::stable_sort(candidates, [&](const Candidate& a, const Candidate& b) {
      return total(a.index) > total(b.index);
    });
    std::vector<Beam> next;
    for (const Candidate& c : candidates) {
      if (next.size() == count) break;
      Considered& node = out.considered[static_cast<std::size_t>(c.index)];
      node.kept = true;
      if (node.token == tokens::end) {
        finish(c.index, step + 1, true);
        continue;
      }
      g.load(beams[c.beam].past);
      if (step + 1 == limit) {
        finish(c.index, step + 1, false);
        continue;
      }
      g.write(node.token);
      next.push_back({c.index, step + 1, {}});
      g.save(next.back().past);
    }
    // A way still open only gets less likely, so that it can no longer win once even its sum is
    // less.
    beams.clear();
    for (Beam& b : next) {
      if (best < 0 || total(b.last) / limit > best_score) beams.push_back(std::move(b));
    }
  }
  out.log_probability = total(best);
  for (int k = best; k >= 0; k = out.considered[static_cast<std::size_t>(k)].parent) {
    const int token = out.considered[static_cast<std::size_t>(k)].token;
    if (token != tokens::end) out.tokens.insert(out.tokens.begin(), token);
  }
  return out;
}

}  // namespace

void DecodingOptions::fields(Fields& f) {
  static constexpr std::string_view methods[] = {"greedy", "sample", "beam"};
  f.choice("method", method, methods);
  f.number("temperature", temperature, {.min = 0.05, .max = 5, .scale = Scale::log});
  f.integer("top_k", top_k, {.min = 0, .max = 512});
  f.number("top_p", top_p, {.min = 0.01, .max = 1});
  f.integer("beams", beams, {.min = 1, .max = 16});
  f.integer("seed", seed, {.min = 0});
  f.integer("length", length, {.min = 0, .max = 4096});
}

Written decode(Generator& g, const DecodingOptions& o) {
  const int most = g.room() + 1;  // the last one is chosen, but not read
  const int limit = o.length > 0 ? std::min(o.length, most) : most;
  return o.method == "beam" ? beam_search(g, o, limit) : one_line(g, o, limit);
}

}  // namespace lushan
