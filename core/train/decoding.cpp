#include "train/decoding.h"

#include <algorithm>
#include <numeric>
#include <utility>

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

// Follows the `width` likeliest continuations at once, and tells them by the index of their last
// token among those considered.
class BeamSearch {
 public:
  BeamSearch(Generator& g, int width, int limit)
      : generator_(g), width_(static_cast<std::size_t>(width)), limit_(limit) {}

  Written run() {
    std::vector<Beam> beams(1);
    generator_.save(beams[0].past);
    for (int step = 1; step <= limit_ && !beams.empty(); ++step) {
      beams = extended(beams, step);
      // An open continuation only gets less likely: once even its sum is less, it cannot win.
      std::erase_if(beams, [&](const Beam& b) {
        return best_ >= 0 && total(b.last) / limit_ <= best_score_;
      });
    }
    return written();
  }

 private:
  struct Beam {
    int last = -1;
    Generator::Past past;
  };

  struct Candidate {
    const Beam* from;
    int index;
  };

  // The log probability of everything up to there.
  double total(int index) const {
    return index < 0 ? 0.0 : out_.considered[static_cast<std::size_t>(index)].log_probability;
  }

  // The likeliest tokens behind each beam, all of them from the likeliest sum down.
  std::vector<Candidate> candidates(std::span<const Beam> beams) {
    std::vector<Candidate> found;
    for (const Beam& beam : beams) {
      generator_.load(beam.past);
      const std::span<const float> p = generator_.distribution();
      const std::vector<int> order = ranked(p);
      for (const int token : std::span(order).first(std::min(width_, order.size()))) {
        found.push_back({&beam, static_cast<int>(out_.considered.size())});
        const double here = log_of(p[static_cast<std::size_t>(token)]);
        out_.considered.push_back({beam.last, token, total(beam.last) + here, false});
      }
    }
    std::ranges::stable_sort(found, [&](const Candidate& a, const Candidate& b) {
      return total(a.index) > total(b.index);
    });
    return found;
  }

  // The beams of the next step: as many of the likeliest as stay open. Those that end, or have come
  // to the limit, are finished.
  std::vector<Beam> extended(std::span<const Beam> beams, int step) {
    std::vector<Beam> next;
    for (const Candidate& c : candidates(beams)) {
      if (next.size() == width_) break;
      Considered& node = out_.considered[static_cast<std::size_t>(c.index)];
      node.kept = true;
      const bool ends = node.token == tokens::end;
      if (ends || step == limit_) {
        finish(c.index, step, ends);
        continue;
      }
      generator_.load(c.from->past);
      generator_.write(node.token);
      next.push_back({c.index, {}});
      generator_.save(next.back().past);
    }
    return next;
  }

  // Divided by their number of tokens, sums of different lengths can be compared.
  void finish(int last, int steps, bool ended) {
    const double score = total(last) / steps;
    if (best_ >= 0 && score <= best_score_) return;
    best_ = last;
    best_score_ = score;
    out_.ended = ended;
  }

  Written written() {
    out_.log_probability = total(best_);
    for (int k = best_; k >= 0; k = out_.considered[static_cast<std::size_t>(k)].parent) {
      const int token = out_.considered[static_cast<std::size_t>(k)].token;
      if (token != tokens::end) out_.tokens.push_back(token);
    }
    std::ranges::reverse(out_.tokens);
    return std::move(out_);
  }

  Generator& generator_;
  std::size_t width_;
  int limit_;  // tokens at most
  Written out_;
  int best_ = -1;  // the last token of the best that is finished
  double best_score_ = 0;
};

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
  return o.method == "beam" ? BeamSearch(g, o.beams, limit).run() : one_line(g, o, limit);
}

}  // namespace lushan
