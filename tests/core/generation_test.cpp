// Answers written token by token against passes over whole sequences, and what is chosen from them.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>

#include "json_text.h"
#include "runs.h"
#include "tensor/error.h"
#include "train/generate.h"

using namespace lushan;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string experiment(const std::string& model, const std::string& task = "reverse") {
  return R"({"lushan":1,"seed":5,"task":{"kind":")" + task +
         R"(","length":5,"alphabet":4,"samples":200},"model":)" + model +
         R"(,"train":{"optimizer":{"kind":"adam","lr":0.01},"batch":16}})";
}

// One of each kind of past that a model keeps.
const std::string models[] = {
    R"({"layers":[{"kind":"embedding","dim":8},{"kind":"rnn","units":8}]})",
    R"({"layers":[{"kind":"one_hot"},{"kind":"lstm","units":8,"layers":2,"initial":"learned"}]})",
    R"({"layers":[{"kind":"embedding","dim":8},{"kind":"gru","units":9}],"output":{"bias":false}})",
    R"({"encoder":[{"kind":"embedding","dim":8},{"kind":"lstm","units":4,"bidirectional":true}],
        "decoder":[{"kind":"embedding","dim":8},{"kind":"lstm","units":8,"initial":"encoder"}]})",
    R"({"encoder":[{"kind":"embedding","dim":8},{"kind":"gru","units":7}],
        "decoder":[{"kind":"embedding","dim":8},{"kind":"recurrent_decoder","units":7}]})",
    R"({"encoder":[{"kind":"embedding","dim":8},{"kind":"lstm","units":7,"layers":2}],
        "decoder":[{"kind":"embedding","dim":8},{"kind":"recurrent_decoder","cell":"lstm",
                   "units":7,"layers":2,"context":"general"}]})",
    R"({"encoder":[{"kind":"embedding","dim":8},{"kind":"lstm","units":7}],
        "decoder":[{"kind":"embedding","dim":8},{"kind":"recurrent_decoder","cell":"lstm",
                   "units":7,"input_feeding":true}]})",
    R"({"encoder":[{"kind":"one_hot"},{"kind":"rnn","units":6}],
        "decoder":[{"kind":"embedding","dim":8},{"kind":"recurrent_decoder","cell":"rnn",
                   "units":6,"context":"every"}]})",
    R"({"layers":[{"kind":"embedding","dim":8},{"kind":"position","method":"learned"},
                  {"kind":"encoder_layer","causal":true,"repeat":2,"heads":2,"hidden":9,
                   "placement":"pre","dropout":0.1},{"kind":"layer_norm"}]})",
    R"({"layers":[{"kind":"embedding","dim":8},
                  {"kind":"encoder_layer","causal":true,"heads":4,"hidden":8,"position":"rope"},
                  {"kind":"encoder_layer","causal":true,"heads":2,"position":"alibi"}]})",
    R"({"encoder":[{"kind":"embedding","dim":8},{"kind":"position"},
                   {"kind":"encoder_layer","heads":2,"hidden":9}],
        "decoder":[{"kind":"embedding","dim":6},{"kind":"position","method":"random"},
                   {"kind":"decoder_layer","heads":3,"hidden":9,"norm":"rms_norm","repeat":2}]})",
};

std::span<const float> logits(Session& session) {
  return session.view(session.find("example:output/activation"));
}

// Of the first held-out rows: what the generator gives, token by token, against the example's pass.
void compare_with_whole_passes(Session& session, int rows) {
  const Dataset& data = session.blueprint().data;
  const bool decodes = session.blueprint().experiment.model.decodes;
  const auto width = static_cast<std::size_t>(data.target.count);
  Generator& generator = session.generator();
  Plan& plan = generator.plan();
  const Var prediction = session.blueprint().generation->prediction;
  for (int row = 0; row < std::min(rows, data.test()); ++row) {
    session.set_example(Split::test, row);
    session.refresh_example();
    Tokens input = input_of(data, data.train + row);
    Tokens answer = answer_of(data, data.train + row);
    std::size_t first = 0;  // step of the whole pass that predicts the answer's first token
    if (!decodes) {
      const auto begin = std::ranges::find(input, tokens::begin);
      first = static_cast<std::size_t>(begin - input.begin());
      input.erase(begin, input.end());
      answer.erase(answer.begin(), std::ranges::find_if(answer, [](int t) { return t != 0; }));
    }
    generator.begin(input);
    for (std::size_t k = 0; k < answer.size(); ++k) {
      CAPTURE(row, k);
      const auto whole = logits(session).subspan((first + k) * width, width);
      CHECK(std::ranges::equal(plan.value(prediction), whole));
      if (k + 1 < answer.size()) generator.write(answer[k]);
    }
  }
}

}  // namespace

TEST_CASE("generation: each distribution is that of a pass over the whole, to the bit",
          "[generation]") {
  const std::string model = GENERATE(from_range(models));
  CAPTURE(model);
  Session session(parse_experiment(experiment(model)), {});
  session.run(40);
  compare_with_whole_passes(session, 5);
}

// The runs hold every block and every choice of its options (fingerprint_test.cpp).
TEST_CASE("generation: so it is for every decoder there can be", "[generation]") {
  int writing = 0;
  for (const Run& run : fingerprinted_runs()) {
    const Experiment e = parse_experiment(run.experiment);
    Session session(e, run.asset());
    if (!session.blueprint().generation) continue;
    CAPTURE(run.name);
    ++writing;
    session.run(20);
    compare_with_whole_passes(session, 2);
  }
  CHECK(writing >= 15);
}

TEST_CASE("generation: greedy writes what the evaluation counts as right", "[generation]") {
  Session session(parse_experiment(experiment(models[2])), {});
  session.run(1500);
  const double exact = session.evaluate(Split::test).exact;
  const Dataset& data = session.blueprint().data;
  int right = 0;
  for (int row = 0; row < data.test(); ++row) {
    const Tokens input = input_of(data, data.train + row);
    const Tokens question(input.begin(), std::ranges::find(input, tokens::begin));
    session.generator().begin(question);
    const Written written = decode(session.generator(), {});
    right += written.ended && written.tokens == Tokens(question.rbegin(), question.rend());
  }
  CHECK(static_cast<double>(right) / data.test() == exact);
}

TEST_CASE("generation: a wide beam finds at least what greedy finds", "[generation]") {
  Session session(parse_experiment(experiment(models[0])), {});
  session.run(100);
  const Json greedy = generate(session, R"({"text":"0123"})");
  const Json beam = generate(session, R"({"text":"0123","method":"beam","beams":16})");
  const auto score = [](const Json& written) {
    const auto steps = written["tokens"].size() + (written["ended"] ? 1 : 0);
    return written["log_probability"].get<double>() / static_cast<double>(steps);
  };
  CHECK(score(beam) >= score(greedy));
  CHECK(beam["considered"].size() > 16);
}

TEST_CASE("generation: sampling repeats under a seed, and the coldest is greedy", "[generation]") {
  Session session(parse_experiment(experiment(models[0])), {});
  session.run(50);
  const auto text = [&](const std::string& rest) {
    return generate(session, R"({"text":"012",)" + rest + "}")["text"];
  };
  CHECK(text(R"("method":"sample","seed":3)") == text(R"("method":"sample","seed":3)"));
  CHECK(text(R"("method":"sample","top_k":1)") == text(R"("method":"greedy")"));
  CHECK(text(R"("method":"sample","top_p":0.01)") == text(R"("method":"greedy")"));
  CHECK(text(R"("method":"sample","temperature":0.05)") == text(R"("method":"greedy")"));
}

TEST_CASE("generation: what cannot be asked is refused in a sentence", "[generation]") {
  Session session(parse_experiment(experiment(models[0])), {});
  const auto message = [&](const std::string& request) -> std::string {
    try {
      generate(session, request);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  CHECK_THAT(message(R"({"text":"0z"})"), ContainsSubstring("\"z\" is not among the symbols"));
  CHECK_THAT(message(R"({"text":""})"), ContainsSubstring("empty"));
  CHECK_THAT(message(R"({"text":"000000000000000000"})"), ContainsSubstring("at most"));
  CHECK_THAT(message(R"({"tokens":[3,99]})"), ContainsSubstring("no token"));
  CHECK_THAT(message(R"({"tokens":[3],"text":"0"})"), ContainsSubstring("one of the two"));
  CHECK_THAT(message(R"({"text":"0","beams":0})"), ContainsSubstring("beams is 0"));
  CHECK_THAT(message(R"({"text":"0","spoon":1})"), ContainsSubstring("spoon"));
  Session classes(
      parse_experiment(experiment(
          R"({"layers":[{"kind":"one_hot"},{"kind":"gru","output":"last"}]})", "recall")),
      {});
  CHECK_THROWS_WITH(classes.generator(), ContainsSubstring("writes nothing"));
}
