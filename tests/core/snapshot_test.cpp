// A run that was written down and restored goes on to the bits of one that never stopped.
#include <catch_amalgamated.hpp>
#include <cstring>
#include <string_view>

#include "runs.h"
#include "tensor/error.h"
#include "train/session.h"

using namespace lushan;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::string line_with_momentum =
    R"({"lushan":1,"seed":3,"task":{"kind":"linear","inputs":1,"noise":0.1},
  "train":{"loss":{"kind":"squared"},"optimizer":{"kind":"momentum","lr":0.01},"batch":20}})";

// Drawn digits, shifted and turned as they are taken: augmentation draws random numbers of its own.
const std::string drawn_digits =
    R"({"lushan":1,"seed":5,"task":{"kind":"mnist","samples":100,"rotate":20},
  "model":{"layers":[{"kind":"conv2d","channels":2,"stride":2},{"kind":"batch_norm"},
                     {"kind":"flatten"}]},
  "train":{"optimizer":{"kind":"adam"},"batch":8}})";

std::vector<std::byte> digits_asset() {
  for (const Run& run : fingerprinted_runs()) {
    if (!run.asset_path.empty()) return run.asset();
  }
  return {};
}

// As if read from a file that someone else has written.
std::vector<std::byte> with_text(std::vector<std::byte> bytes, std::string_view from,
                                 std::string_view to) {
  REQUIRE(from.size() == to.size());
  auto* text = reinterpret_cast<char*>(bytes.data());
  const std::string_view all(text, bytes.size());
  const std::size_t at = all.find(from);
  REQUIRE(at != all.npos);
  std::memcpy(text + at, to.data(), to.size());
  return bytes;
}

void check_restored(const std::string& experiment, std::span<const std::byte> asset, int half) {
  Session whole(parse_experiment(experiment), asset);
  REQUIRE(whole.run(half) == half);
  const std::vector<std::byte> saved = whole.snapshot();
  REQUIRE(whole.run(half) == half);

  Session other(parse_experiment(experiment), asset);
  other.run(3);  // it need not be a fresh one
  other.restore(saved);
  CHECK(other.step() == half);
  CHECK(other.snapshot() == saved);
  REQUIRE(other.run(half) == half);
  CHECK(other.fingerprint() == whole.fingerprint());
  CHECK(other.snapshot() == whole.snapshot());
  CHECK(other.gradient_norm() == whole.gradient_norm());
}

}  // namespace

TEST_CASE("snapshot: a restored run of any family goes on to the same bits", "[snapshot]") {
  for (const Run& run : fingerprinted_runs()) {
    CAPTURE(run.name);
    check_restored(run.experiment, run.asset(), std::min(run.steps / 2, 40));
  }
}

TEST_CASE("snapshot: dropout, momentum with a trace, augmentation", "[snapshot]") {
  check_restored(spiral, {}, 137);               // in the middle of an epoch
  check_restored(line_with_momentum, {}, 1500);  // the trace keeps every second step by now
  check_restored(drawn_digits, digits_asset(), 20);
}

TEST_CASE("snapshot: live changes come back as they were", "[snapshot]") {
  Session a(parse_experiment(spiral), {});
  a.run(20);
  const auto before = a.snapshot();
  a.set_training(R"({"optimizer":{"kind":"momentum","lr":0.02},"batch":32,"clip_norm":1})");
  a.set_option("dropout_1.rate", 0.5);
  a.run(20);
  const auto after = a.snapshot();
  a.run(20);

  Session b(parse_experiment(spiral), {});
  b.restore(after);
  CHECK(b.learning_rate() == 0.02);
  CHECK(b.shape(b.find("train:dense_1/linear")) == Shape{32, 8});
  b.run(20);
  CHECK(b.fingerprint() == a.fingerprint());

  // and back again, in the same session
  Session c(parse_experiment(spiral), {});
  c.run(30);
  b.restore(before);
  CHECK(b.learning_rate() == 0.01);
  b.run(10);
  CHECK(b.fingerprint() == c.fingerprint());
}

TEST_CASE("snapshot: one step from it finds batch, values and gradients again", "[snapshot]") {
  Session a(parse_experiment(spiral), {});
  a.run(10);
  const auto saved = a.snapshot();
  a.run(1);
  Session b(parse_experiment(spiral), {});
  b.restore(saved);
  b.run(1);
  for (const char* path : {"train:input", "train:dense_2/linear", "train:dense_1/linear.grad",
                           "parameter:dense_1/weight.grad"}) {
    INFO(path);
    CHECK(std::ranges::equal(a.view(a.find(path)), b.view(b.find(path))));
  }
}

TEST_CASE("snapshot: a run that stopped is restored as stopped", "[snapshot]") {
  std::string wild = line_with_momentum;
  wild.replace(wild.find("0.01}"), 4, "10");
  Session a(parse_experiment(wild), {});
  a.run(10000);
  REQUIRE(a.stop());
  Session b(parse_experiment(wild), {});
  b.restore(a.snapshot());
  REQUIRE(b.stop());
  CHECK(b.stop()->message == a.stop()->message);
  CHECK(b.run(1) == 0);
}

TEST_CASE("snapshot: bytes that do not fit are refused whole", "[snapshot]") {
  Session a(parse_experiment(spiral), {});
  a.run(25);
  const auto saved = a.snapshot();
  const auto is_refused = [&](std::span<const std::byte> bytes, const char* why) {
    INFO(why);
    const auto before = a.snapshot();
    CHECK_THROWS_WITH(a.restore(bytes), ContainsSubstring(why));
    CHECK(a.snapshot() == before);
  };
  is_refused({}, "too short");
  is_refused(std::span(saved).first(saved.size() - 4), "outside the file");
  is_refused(a.save_weights(), "weights alone");
  is_refused(Session(parse_experiment(line_with_momentum), {}).snapshot(), "another experiment");
  is_refused(with_text(saved, R"("snapshot":"1")", R"("snapshot":"2")"), "another version");
  is_refused(with_text(saved, R"("step":"25")", R"("step":"-5")"), "whole number");
  is_refused(with_text(saved, R"("step":"25")", R"("step":"2x")"), "whole number");
  is_refused(with_text(saved, R"("optimizer_step":"25")", R"("optimizer_step":"26")"),
             "optimizer_step");
  is_refused(with_text(saved, R"("live":"[0.1]")", R"("live":"[9.1]")"), "rate");
  is_refused(with_text(saved, R"("live":"[0.1]")", R"("live":"[   ]")"), "too few");
  is_refused(with_text(saved, R"("dense_1/weight")", R"("dense_7/weight")"), "dense_1/weight");
  is_refused(with_text(saved, R"("optimizer/1/dense_1/bias")", R"("optimizer/2/dense_1/bias")"),
             "optimizer/1/dense_1/bias");
  is_refused(with_text(saved, R"(\"kind\":\"adam\")", R"(\"kind\":\"adax\")"), "adax");
  // every cut, and every byte of the header changed, is refused or restored, never a crash
  for (std::size_t n = 0; n < 2048; n += 7) {
    auto bytes = saved;
    bytes[n] = static_cast<std::byte>(std::to_integer<int>(bytes[n]) ^ 0x11);
    try {
      Session(parse_experiment(spiral), {}).restore(bytes);
    } catch (const Error&) {
    }
  }
  a.restore(saved);
  CHECK(a.step() == 25);
}
