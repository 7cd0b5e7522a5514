#include <algorithm>
#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>

#include "json_text.h"
#include "model/blueprint.h"
#include "tensor/error.h"
#include "tensor/rng.h"

using namespace lushan;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::string minimal = R"({"lushan":1,"task":{"kind":"circle"}})";

// The document with `part` put in place of its task
std::string with_task(const std::string& part) { return R"({"lushan":1,"task":)" + part + "}"; }
std::string with(const std::string& part) {
  return R"({"lushan":1,"task":{"kind":"circle"},)" + part + "}";
}

}  // namespace

TEST_CASE("a document that leaves out what it can is filled up", "[experiment]") {
  const Blueprint b(parse_experiment(minimal), {}, false);
  const Json full = write_experiment(b.experiment);
  CHECK(full["train"]["loss"]["kind"] == "cross_entropy");
  CHECK(full["train"]["optimizer"]["kind"] == "adam");
  CHECK(full["model"]["layers"].empty());
  CHECK(full["model"]["output"]["activation"] == "linear");
  CHECK(write_experiment(parse_experiment(full.dump())) == full);
}

TEST_CASE("refusals name the place and the remedy", "[experiment]") {
  const auto [document, sentence] = GENERATE(table<std::string, std::string>({
      {"", "not JSON"},
      {"[]", "object in braces"},
      {"{\"lushan\":1", "not JSON"},
      {"{}", "no version"},
      {R"({"lushan":2,"task":{"kind":"circle"}})", "version 2"},
      {R"({"lushan":"1","task":{"kind":"circle"}})", "no version"},
      {R"({"lushan":0,"task":{"kind":"circle"}})", "no version"},
      {R"({"lushan":1})", "task is missing"},
      {with_task("7"), "task is 7"},
      {with_task(R"({"kind":"circl"})"), "task.kind is \"circl\""},
      {with_task(R"({"kind":"circle","noises":1})"), "\"noises\""},
      {with_task(R"({"kind":"circle","noise":"high"})"), "task.noise"},
      {with_task(R"({"kind":"circle","noise":1e999})"), "not JSON"},
      {with_task(R"({"kind":"circle","kind":"xor"})"), "\"kind\" stands twice in task;"},
      {R"({"lushan":1,"lushan":1})", "\"lushan\" stands twice in the document;"},
      {with(R"("model":{"layers":[{"kind":"dense"},{"units":1,"units":2}]})"),
       "twice in model.layers[1];"},
      {with(R"("train":{"a":[[],{"b":[0,{"c":0}]},{"d":1,"d":1}]})"), "twice in train.a[2];"},
      {with(R"("seed":-1)"), "seed is -1"},
      {with(R"("seed":1.5)"), "seed is 1.5"},
      {with(R"("sead":1)"), "\"sead\""},
      {with(R"("model":[])"), "model is []"},
      {with(R"("model":{"layer":[]})"), "\"layer\""},
      {with(R"("model":{"layers":{}})"), "list"},
      {with(R"("model":{"layers":[{"kind":"dense","units":0}]})"), "model.layers[0].units is 0"},
      {with(R"("model":{"layers":[{"kind":"dense","units":1e9}]})"), "between 1 and 1024"},
      {with(R"("model":{"layers":[{"kind":"dense","activation":"tan"}]})"), "tanh"},
      {with(R"("model":{"layers":[{"units":3}]})"), "model.layers[0].kind is missing"},
      {with(R"("model":{"layers":[7]})"), "model.layers[0] is 7"},
      {with(R"("model":{"output":{"units":3}})"), "\"units\""},
      {with(R"("train":{"batch":100000})"), "train.batch is 100000"},
      {with(R"("train":{"optimizer":{"kind":"adam","lr":-1}})"), "train.optimizer.lr is -1"},
      {with(R"("train":{"loss":{"kind":"huber","delta":0}})"), "train.loss.delta"},
      {with(R"("train":{"l2":true})"), "train.l2"},
      {with(R"("__proto__":{})"), "__proto__"},
  }));
  INFO(document);
  REQUIRE_THROWS_WITH(parse_experiment(document), ContainsSubstring(sentence));
}

TEST_CASE("a refusal quotes hostile text in short and in ASCII", "[experiment]") {
  const std::string document =
      GENERATE("{\"lushan\":" + std::string(100000, '1') + "}", "{\"" + std::string(100000, 'x'),
               R"({"\n\u001b[31m":1})", "{\"\xff\":1}", "{\"lushan\":1,\"\xe4\xba\x8c\":1}",
               with(R"("train":{")" + std::string(100000, 'k') + R"(":{"a":1,"a":1}})"));
  try {
    parse_experiment(document);
    FAIL("not refused");
  } catch (const Error& e) {
    const std::string sentence = e.what();
    INFO(sentence);
    CHECK(sentence.size() < 300);
    CHECK(std::ranges::all_of(sentence, [](char c) { return c >= ' ' && c <= '~'; }));
  }
}

TEST_CASE("shapes that do not meet are refused with the remedy", "[experiment]") {
  const auto open = [](const std::string& json) { Blueprint(parse_experiment(json), {}, true); };
  CHECK_THROWS_WITH(open(R"({"lushan":1,"task":{"kind":"mnist"},
                             "model":{"layers":[{"kind":"dense"}]}})"),
                    ContainsSubstring("`dense_1` expects a vector") &&
                        ContainsSubstring("1×28×28") && ContainsSubstring("add `flatten`"));
  CHECK_THROWS_WITH(open(R"({"lushan":1,"task":{"kind":"mnist"}})"),
                    ContainsSubstring("add `flatten`"));
  CHECK_THROWS_WITH(open(with(R"("model":{"layers":[{"kind":"flatten"}]})")),
                    ContainsSubstring("`flatten_1` expects an image"));
  CHECK_THROWS_WITH(open(R"({"lushan":1,"task":{"kind":"plane"},
                             "train":{"loss":{"kind":"cross_entropy"}}})"),
                    ContainsSubstring("train.loss"));
  CHECK_THROWS_WITH(open(with(R"("model":{"layers":[{"kind":"features","x1":false,"x2":false}]})")),
                    ContainsSubstring("features_1") && ContainsSubstring("switch on at least one"));
}

namespace {

// What a run that is too large is told; the document as it would fit, by that sentence.
struct TooLargeRun {
  explicit TooLargeRun(const std::string& document) : json(Json::parse(document)) {
    try {
      Blueprint(parse_experiment(document), {}, true);
    } catch (const Error& e) {
      sentence = e.what();
    }
  }

  // The number behind the words, as the sentence has it.
  int number_after(const std::string& words) const {
    const auto at = sentence.find(words);
    REQUIRE(at != std::string::npos);
    return std::stoi(sentence.substr(at + words.size()));
  }

  bool fits() const {
    try {
      Blueprint(parse_experiment(json.dump()), {}, true);
      return true;
    } catch (const Error&) {
      return false;
    }
  }

  Json json;
  std::string sentence;
};

std::string repeated(int times, const std::string& layer, const std::string& last = "") {
  std::string layers = layer;
  for (int k = 1; k < times; ++k) layers += "," + layer;
  return R"("model":{"layers":[)" + layers + last + "]}";
}

}  // namespace

TEST_CASE("a run that is too large is told the batch that would fit, and no larger one does",
          "[experiment]") {
  TooLargeRun run(R"({"lushan":1,"task":{"kind":"linear","inputs":8},"train":{"batch":1024},)" +
                  repeated(30, R"({"kind":"dense","units":1024})") + "}");
  INFO(run.sentence);
  CHECK_THAT(run.sentence,
             ContainsSubstring("This run needs") && ContainsSubstring(" MB, and at most"));
  const int batch = run.number_after("train.batch` ");
  run.json["train"]["batch"] = batch;
  CHECK(run.fits());
  run.json["train"]["batch"] = batch + 1;
  CHECK_FALSE(run.fits());
}

TEST_CASE("a run whose weights alone are too large is told widths that would fit", "[experiment]") {
  TooLargeRun run(with(repeated(64, R"({"kind":"dense","units":1024})")));
  INFO(run.sentence);
  const int divisor = run.number_after("divided by ");
  for (Json& layer : run.json["model"]["layers"]) layer["units"] = 1024 / divisor;
  CHECK(run.fits());
}

TEST_CASE("sizes beyond what 32 bits can count are refused like any other", "[experiment]") {
  const TooLargeRun run(R"({"lushan":1,"task":{"kind":"mnist"},"train":{"batch":1024},)" +
                        repeated(60, R"({"kind":"conv2d","channels":128,"kernel":1,"padding":8})",
                                 R"(,{"kind":"global_pool"})") +
                        "}");
  CHECK_THAT(run.sentence,
             ContainsSubstring("This run needs") && ContainsSubstring("can be taken"));
  REQUIRE_THROWS_AS((Shape{1024, 1024, 1024}), TooLarge);
  REQUIRE_THROWS_AS((Shape{1024, 1024, 512}.with_front(2)), TooLarge);
  CHECK(Shape{1024, 1024, 512}.size() == Shape::max_size);
}

TEST_CASE("a document is bounded in size, depth and layers", "[experiment]") {
  CHECK_THROWS_WITH(parse_experiment(std::string(9'000'000, ' ')), ContainsSubstring("bytes"));
  CHECK_THROWS_WITH(parse_experiment(std::string(100'000, '[')), ContainsSubstring("64 levels"));
  std::string many;
  for (int k = 0; k < 65; ++k) many += R"({"kind":"dense"},)";
  many.pop_back();
  CHECK_THROWS_WITH(parse_experiment(with(R"("model":{"layers":[)" + many + "]}")),
                    ContainsSubstring("at most 64"));
}

TEST_CASE("damaged documents are refused, never worse", "[experiment]") {
  const std::string whole = write_experiment(parse_experiment(minimal)).dump();
  Rng rng(5, "damage");
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (int k = rng.below(4); k >= 0; --k) {
      const auto at = static_cast<std::size_t>(rng.below(static_cast<int>(text.size())));
      switch (rng.below(3)) {
        case 0: text[at] = static_cast<char>(rng.below(256)); break;
        case 1: text.erase(at, 1 + static_cast<std::size_t>(rng.below(8))); break;
        default: text.insert(at, text.substr(at / 2, 5)); break;
      }
    }
    try {
      parse_experiment(text);
    } catch (const Error& e) {
      ++refused;
      CHECK(std::string_view(e.what()).size() > 10);
    }
  }
  CHECK(refused > 2000);
}

TEST_CASE("the manifest names every list, and defaults lie in their ranges", "[experiment]") {
  const Json m = manifest();
  for (const char* list :
       {"tasks", "blocks", "activations", "initializers", "losses", "optimizers", "schedules"}) {
    INFO(list);
    REQUIRE(m.contains(list));
    REQUIRE_FALSE(m[list].empty());
    for (const Json& entry : m[list]) {
      CHECK(entry["name"].get<std::string>().size() > 1);
      if (!entry.contains("fields")) continue;
      for (const Json& f : entry["fields"]) {
        if (f["type"] != "number" && f["type"] != "integer") continue;
        INFO(entry["name"].dump() << " " << f["name"].dump());
        CHECK(f["default"].get<double>() >= f["min"].get<double>());
        CHECK(f["default"].get<double>() <= f["max"].get<double>());
      }
    }
  }
}
