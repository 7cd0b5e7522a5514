// Decoders that read their own tokens in training, beside the right ones.
#include "train/free_running.h"

#include <algorithm>
#include <catch_amalgamated.hpp>

#include "tensor/error.h"
#include "train/session.h"

using namespace lushan;
using Catch::Matchers::ContainsSubstring;

namespace {

// One of each kind of decoder; none drops anything, so that what it writes to itself is what the
// step's own pass gives.
const std::string decoders[] = {
    R"({"encoder":[{"kind":"embedding","dim":8},{"kind":"gru","units":7}],
        "decoder":[{"kind":"embedding","dim":8},{"kind":"recurrent_decoder","units":7}]})",
    R"({"encoder":[{"kind":"embedding","dim":8},{"kind":"lstm","units":7}],
        "decoder":[{"kind":"embedding","dim":8},{"kind":"recurrent_decoder","cell":"lstm",
                   "units":7,"input_feeding":true}]})",
    R"({"encoder":[{"kind":"one_hot"},{"kind":"rnn","units":6}],
        "decoder":[{"kind":"embedding","dim":8},{"kind":"recurrent_decoder","cell":"rnn",
                   "units":6,"context":"every"}]})",
    R"({"encoder":[{"kind":"embedding","dim":8},{"kind":"position"},
                   {"kind":"encoder_layer","heads":2,"hidden":9}],
        "decoder":[{"kind":"embedding","dim":6},{"kind":"position","method":"learned"},
                   {"kind":"decoder_layer","heads":3,"hidden":9,"repeat":2}]})",
};

std::string training(const std::string& teacher_forcing) {
  return R"({"optimizer":{"kind":"adam","lr":0.02},"batch":16,"teacher_forcing":)" +
         teacher_forcing + "}";
}

Experiment parsed(const std::string& model, const std::string& teacher_forcing) {
  return parse_experiment(
      R"({"lushan":1,"seed":5,"task":{"kind":"reverse","length":5,"alphabet":4,"samples":200},
          "model":)" +
      model + R"(,"train":)" + training(teacher_forcing) + "}");
}

struct Step {
  std::span<const float> said, target, read, logits;
  std::size_t batch = 16;
};

// Of the last step.
Step step_of(Session& session) {
  const Network& net = *session.blueprint().train;
  const Plan& plan = session.train_plan();
  return {plan.value(net.said), plan.value(net.target), plan.value(net.graph.find("decoder/input")),
          plan.value(net.prediction)};
}

std::size_t likeliest(const Step& s, std::size_t at) {
  const std::size_t width = s.logits.size() / s.said.size();
  const auto row = s.logits.subspan(at * width, width).subspan(1);  // but padding
  return static_cast<std::size_t>(std::ranges::max_element(row) - row.begin()) + 1;
}

}  // namespace

TEST_CASE("free running: a decoder reads its own likeliest token, or the right one") {
  for (const std::string& model : decoders) {
    CAPTURE(model);
    Session session(parsed(model, "0.5"), {});
    for (int k = 0; k < 30; ++k) {
      REQUIRE(session.run(1) == 1);
      const Step s = step_of(session);
      for (std::size_t i = 0; i + s.batch < s.said.size(); ++i) {
        const float own = static_cast<float>(likeliest(s, i));
        REQUIRE((s.said[i] == -1 || s.said[i] == own));
        REQUIRE(s.read[i + s.batch] == (s.said[i] == -1 ? s.target[i] : own));
      }
    }
  }
}

TEST_CASE("free running: teacher_forcing is the share of right tokens") {
  for (const double share : {0.0, 0.25, 0.9}) {
    CAPTURE(share);
    Session session(parsed(decoders[0], std::to_string(share)), {});
    double told = 0, all = 0;
    for (int k = 0; k < 100; ++k) {
      session.run(1);
      const Step s = step_of(session);
      for (std::size_t i = 0; i + s.batch < s.said.size(); ++i) {
        if (s.target[i] == 0) continue;  // padding is read as it is
        told += s.said[i] == -1 ? 1 : 0;
        ++all;
      }
    }
    CHECK_THAT(told / all, Catch::Matchers::WithinAbs(share, share == 0 ? 0 : 0.02));
  }
}

TEST_CASE("free running: the share may change while a run goes on, to all and back") {
  Session live(parsed(decoders[1], "1"), {}), fresh(parsed(decoders[1], "0.3"), {});
  live.set_training(training("0.3"));
  CHECK(live.run(20) == 20);
  CHECK(fresh.run(20) == 20);
  CHECK(live.fingerprint() == fresh.fingerprint());
  live.set_training(training("1"));
  CHECK(live.run(20) == 20);
  CHECK(fresh.run(20) == 20);
  CHECK(live.fingerprint() != fresh.fingerprint());
}

TEST_CASE("free running: a model without a decoder has no use for it") {
  const std::string model = R"({"layers":[{"kind":"embedding","dim":8},{"kind":"gru"}]})";
  CHECK_THROWS_WITH(Session(parsed(model, "0.5"), {}), ContainsSubstring("train.teacher_forcing"));
  Session session(parsed(model, "1"), {});
  CHECK_THROWS_WITH(session.set_training(training("0.5")), ContainsSubstring("leave it out"));
  CHECK(session.run(1) == 1);
}
