#include "train/recording.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "json_text.h"

using namespace lushan;

namespace {

Experiment experiment() {
  return parse_experiment(R"({"lushan": 1, "task": {"kind": "spiral"},
    "model": {"layers": [{"kind": "dense", "units": 3}]},
    "train": {"batch": 4, "optimizer": {"kind": "sgd", "lr": 0.1}, "loss": {"kind": "squared"}}})");
}

}  // namespace

TEST_CASE("recording: it holds what another implementation needs to repeat the run") {
  Session session(experiment(), {});
  Recording recording(session);
  REQUIRE(recording.step());
  REQUIRE(recording.step());
  const Safetensors file = read_safetensors(recording.bytes());

  std::set<std::string> names;
  for (const NamedTensor& tensor : file.tensors) names.insert(tensor.name);
  std::set<std::string> expected = {"node/dense_1/linear",
                                    "node/dense_1/activation",
                                    "node/output/linear",
                                    "node/output/activation",
                                    "node/loss/example",
                                    "node/loss/value",
                                    "grad/dense_1/linear",
                                    "grad/dense_1/activation",
                                    "grad/output/linear",
                                    "grad/output/activation",
                                    "grad/loss/example",
                                    "grad/loss/value",
                                    "x/1",
                                    "x/2",
                                    "target/1",
                                    "target/2",
                                    "loss/1",
                                    "loss/2"};
  for (const char* time : {"parameter/", "grad/", "after/1/", "after/2/"}) {
    for (const char* name : {"dense_1/weight", "dense_1/bias", "output/weight", "output/bias"}) {
      expected.insert(std::string(time) + name);
    }
  }
  CHECK(names == expected);
  CHECK(file.find("x/2")->shape == Shape{4, 2});
  CHECK(file.find("target/2")->shape == Shape{4, 1});
  CHECK(file.find("loss/1")->values == file.find("node/loss/value")->values);
  CHECK(file.find("x/1")->values != file.find("x/2")->values);
  CHECK(write_experiment(parse_experiment(file.metadata.at("experiment"))) ==
        write_experiment(session.blueprint().experiment));
}

TEST_CASE("recording: gradients are the loss's own, whatever the update makes of them") {
  Experiment plain = experiment(), penalized = experiment();
  read_fields(Json{{"l2", 0.3}, {"clip_norm", 0.01}, {"batch", 4}}, "train", false,
              penalized.training.options);
  Session a(plain, {}), b(penalized, {});
  Recording first(a), second(b);
  REQUIRE(first.step());
  REQUIRE(second.step());
  const Safetensors one = read_safetensors(first.bytes()), two = read_safetensors(second.bytes());
  for (const char* name : {"dense_1/weight", "dense_1/bias", "output/weight", "output/bias"}) {
    CAPTURE(name);
    const auto of = [&](const Safetensors& file, const std::string& time) {
      return file.find(time + name)->values;
    };
    CHECK(of(one, "grad/") == of(two, "grad/"));
    CHECK(of(one, "after/1/") != of(two, "after/1/"));
    for (std::size_t i = 0; i < of(one, "grad/").size(); ++i) {  // one step of gradient descent
      CHECK(of(one, "after/1/")[i] == of(one, "parameter/")[i] - 0.1f * of(one, "grad/")[i]);
    }
  }
}

TEST_CASE("recording: a recorded run is the run it would have been") {
  Session recorded(experiment(), {}), plain(experiment(), {});
  Recording recording(recorded);
  for (int k = 0; k < 5; ++k) REQUIRE(recording.step());
  plain.run(5);
  CHECK(recorded.fingerprint() == plain.fingerprint());
  const Safetensors file = read_safetensors(recording.bytes());
  const std::span<const float> weight =
      plain.parameters().value(plain.parameters().find("dense_1/weight"));
  CHECK(std::ranges::equal(file.find("after/5/dense_1/weight")->values, weight));
}
