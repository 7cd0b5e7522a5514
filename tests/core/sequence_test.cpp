// Models of tokens: how tasks and models go together, and what is counted.
#include <catch_amalgamated.hpp>

#include "tasks/sequence.h"
#include "tensor/error.h"
#include "train/session.h"

using namespace lushan;
using Catch::Matchers::ContainsSubstring;

namespace {

Session session(const std::string& model, const std::string& task = R"({"kind":"reverse"})") {
  return Session(parse_experiment(R"({"lushan":1,"task":)" + task + R"(,"model":)" + model + "}"),
                 {});
}

const std::string embedding = R"({"kind":"embedding","dim":4})";

std::string layers(const std::string& more) { return R"({"layers":[)" + embedding + more + "]}"; }

std::string refusal(const std::string& model, const std::string& task = R"({"kind":"reverse"})") {
  try {
    session(model, task);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("sequences: pairs are laid out for the model that answers them", "[sequence]") {
  const std::string task = R"({"kind":"reverse","length":4,"shorter":false})";
  const Dataset after = std::as_const(session(layers(""), task).blueprint()).data;
  CHECK(after.target.alignment == Alignment::next);
  CHECK(after.input.shape == Shape{9});  // 4 symbols, <bos>, 4 of the answer's 5
  const Tokens x = input_of(after, 0), y = answer_of(after, 0);
  CHECK(x[4] == tokens::begin);
  CHECK(y[3] == tokens::pad);
  CHECK(y[4] == x[3]);
  CHECK(y[8] == tokens::end);

  const std::string beside_model = R"({"answer":"beside","layers":[)" + embedding + "]}";
  const Dataset beside = std::as_const(session(beside_model, task).blueprint()).data;
  CHECK(beside.target.length == 4);
  const Tokens u = input_of(beside, 0), v = answer_of(beside, 0);
  CHECK(v == Tokens(u.rbegin(), u.rend()));
}

TEST_CASE("sequences: what does not fit is refused with a remedy", "[sequence]") {
  const std::string recall = R"({"kind":"recall"})";
  CHECK_THAT(refusal(R"({"layers":[{"kind":"dense"}]})"),
             ContainsSubstring("the task gives tokens") && ContainsSubstring("add `embedding`"));
  CHECK_THAT(refusal(layers(""), recall), ContainsSubstring("add `pool_sequence` between them"));
  CHECK_THAT(refusal(layers(R"(,{"kind":"gru","bidirectional":true})")),
             ContainsSubstring("sees the very tokens"));
  CHECK_THAT(refusal(layers(R"(,{"kind":"gru","initial":"encoder"})")),
             ContainsSubstring("there is no encoder here"));
  CHECK_THAT(refusal(R"({"encoder":[]})"), ContainsSubstring("both an encoder and a decoder"));
  CHECK_THAT(refusal(R"({"layers":[],"encoder":[],"decoder":[]})"), ContainsSubstring("beside"));
  CHECK_THAT(refusal(R"({"encoder":[],"decoder":[]})", recall),
             ContainsSubstring("no answer of its own"));
  CHECK_THAT(refusal(R"({"answer":"after","layers":[)" + embedding + "]}", recall),
             ContainsSubstring("only be answered in its own way"));
  CHECK_THAT(refusal(R"({"encoder":[)" + embedding + R"(,{"kind":"gru","units":8}],"decoder":[)" +
                     embedding + R"(,{"kind":"gru","units":9,"initial":"encoder"}]})"),
             ContainsSubstring("8 numbers for 9 units"));
  CHECK_THAT(refusal(R"({"encoder":[)" + embedding + R"(],"decoder":[)" + embedding +
                     R"(,{"kind":"gru","initial":"encoder"}]})"),
             ContainsSubstring("the encoder has no recurrent layer"));
  const auto decoding = [&](const std::string& options) {
    return refusal(R"({"encoder":[)" + embedding +
                   R"(,{"kind":"gru","units":8,"layers":2}],"decoder":[)" + embedding +
                   R"(,{"kind":"recurrent_decoder","units":8,)" + options + "}]}");
  };
  CHECK_THAT(decoding(R"("layers":3)"), ContainsSubstring("no more recurrent layers than 2"));
  CHECK_THAT(decoding(R"("context":"none","input_feeding":true)"),
             ContainsSubstring("choose attention"));
  CHECK_THAT(decoding(R"("layers":2,"input_feeding":true)"),
             ContainsSubstring("set `layers` to 1"));
  CHECK_THAT(refusal(R"({"layers":[)" + embedding + R"(,{"kind":"dense","units":5}],
                         "output":{"tied":true}})"),
             ContainsSubstring("does not fit an output"));
}

TEST_CASE("sequences: padding changes nothing", "[sequence]") {
  // The same short examples, alone or padded to a longer one's length, have the same loss.
  Session s = session(layers(R"(,{"kind":"lstm","units":6})"),
                      R"({"kind":"reverse","length":6,"samples":300})");
  s.run(20);
  const Dataset& data = s.blueprint().data;
  const Evaluation& all = s.evaluate(Split::test);
  double sum = 0;
  int counted = 0;
  for (int row = 0; row < data.test(); ++row) {
    int tokens = 0;
    for (const int t : answer_of(data, data.train + row)) tokens += t != tokens::pad;
    sum += static_cast<double>(all.loss_of[static_cast<std::size_t>(row)]) * tokens;
    counted += tokens;
  }
  CHECK_THAT(all.loss, Catch::Matchers::WithinRel(sum / counted, 1e-6));
  CHECK_THAT(all.perplexity, Catch::Matchers::WithinRel(std::exp(all.loss), 1e-9));
}

TEST_CASE("sequences: an lstm's gates may start for memories of many steps", "[sequence]") {
  const Session s = session(layers(R"(,{"kind":"lstm","units":200,"memory":101,"output":"last"})"),
                            R"({"kind":"recall"})");
  const auto& parameters = s.blueprint().parameters;
  const auto bias = parameters.value(parameters.find("lstm_1/layer_1/forwards/bias"));
  // a forget gate at b keeps a memory for 1 + exp(b) steps: between 2 and 101, about evenly
  double sum = 0;
  for (std::size_t k = 0; k < 200; ++k) {
    const double steps = 1 + std::exp(static_cast<double>(bias[200 + k]));
    CHECK((steps >= 2 && steps <= 101.001));
    CHECK(bias[k] == -bias[200 + k]);
    CHECK(bias[400 + k] == 0);
    sum += steps;
  }
  CHECK_THAT(sum / 200, Catch::Matchers::WithinAbs(51.5, 8.2));  // 4 standard errors
}

TEST_CASE("sequences: an encoder and a decoder learn to reverse", "[sequence]") {
  const std::string half = embedding + R"(,{"kind":"gru","units":32)";
  Session s(parse_experiment(
                R"({"lushan":1,"seed":2,"task":{"kind":"reverse","length":4,"alphabet":4},
                    "model":{"encoder":[)" +
                half + R"(}],"decoder":[)" + half +
                R"(,"initial":"encoder"}]},
                    "train":{"optimizer":{"kind":"adam","lr":0.01},"batch":32}})"),
            {});
  s.run(400);
  CHECK(s.evaluate(Split::test).exact > 0.9);
}
