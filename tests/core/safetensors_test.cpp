#include "model/safetensors.h"

#include <catch_amalgamated.hpp>
#include <cstring>
#include <string>

#include "tensor/error.h"

using namespace lushan;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;

namespace {

const float weight[] = {1, -2.5F, 3, 4, 5, 1e-30F};
const float bias[] = {0.125F};

std::vector<std::byte> example() {
  const TensorView tensors[] = {{"dense_1/weight", {2, 3}, weight}, {"dense_1/bias", {1}, bias}};
  return write_safetensors({{"experiment", "{\"lushan\":1}"}, {"note", "庐山"}}, tensors);
}

// A file of exactly this header, then `data` zero bytes.
std::vector<std::byte> file(const std::string& header, std::size_t data = 0) {
  const std::uint64_t length = header.size();
  std::vector<std::byte> bytes(8 + header.size() + data);
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  return bytes;
}

std::string entry(const std::string& name, const std::string& shape, int begin, int end,
                  const std::string& dtype = "\"F32\"") {
  return "\"" + name + "\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":[" +
         std::to_string(begin) + "," + std::to_string(end) + "]}";
}

}  // namespace

TEST_CASE("safetensors: what is written is read back") {
  const Safetensors read = read_safetensors(example());
  CHECK(read.metadata.at("experiment") == "{\"lushan\":1}");
  CHECK(read.metadata.at("note") == "庐山");
  REQUIRE(read.tensors.size() == 2);
  const NamedTensor* w = read.find("dense_1/weight");
  REQUIRE(w != nullptr);
  CHECK(w->shape == Shape{2, 3});
  CHECK(std::memcmp(w->values.data(), weight, sizeof weight) == 0);
  CHECK(read.find("dense_1/bias")->values == std::vector<float>{0.125F});
  CHECK(read.find("dense_2/bias") == nullptr);
}

TEST_CASE("safetensors: the layout is the published one") {
  const std::vector<std::byte> bytes = example();
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  const std::string header(reinterpret_cast<const char*>(bytes.data()) + 8, length);
  CHECK(length % 8 == 0);
  CHECK(bytes.size() == 8 + length + sizeof weight + sizeof bias);
  CHECK_THAT(header, Catch::Matchers::StartsWith("{\"__metadata__\":{\"experiment\":"));
  CHECK_THAT(header, ContainsSubstring("\"dense_1/bias\":{\"dtype\":\"F32\",\"shape\":[1],"
                                       "\"data_offsets\":[24,28]}"));
  CHECK(std::memcmp(bytes.data() + 8 + length, weight, sizeof weight) == 0);
}

TEST_CASE("safetensors: an empty file, a scalar and any order of names") {
  CHECK(read_safetensors(write_safetensors({}, std::span<const TensorView>{})).tensors.empty());
  CHECK(read_safetensors(file("{" + entry("s", "[]", 0, 4) + "}", 4)).tensors[0].shape == Shape{1});
  const Safetensors two = read_safetensors(
      file("{" + entry("a", "[2]", 4, 12) + "," + entry("b", "[1]", 0, 4) + "}", 12));
  CHECK(two.tensors[0].name == "b");
  CHECK(two.tensors[1].name == "a");
}

TEST_CASE("safetensors: what cannot be written is refused") {
  const TensorView same[] = {{"w", {1}, bias}, {"w", {1}, bias}};
  CHECK_THROWS_AS(write_safetensors({}, same), Error);
  const TensorView reserved[] = {{"__metadata__", {1}, bias}};
  CHECK_THROWS_AS(write_safetensors({}, reserved), Error);
  const TensorView wrong[] = {{"w", {2}, bias}};
  CHECK_THROWS_AS(write_safetensors({}, wrong), Error);
  const TensorView bytes[] = {{"\xff", {1}, bias}};
  CHECK_THROWS_AS(write_safetensors({}, bytes), Error);
}

TEST_CASE("safetensors: hostile files are refused with a sentence") {
  struct Case {
    std::vector<std::byte> bytes;
    const char* says;
  };
  const std::string a = entry("a", "[1]", 0, 4);
  std::vector<std::byte> huge(16);
  std::memset(huge.data(), 0xff, 8);
  const Case c = GENERATE_REF(from_range(std::vector<Case>{
      {{}, "too short"},
      {std::vector<std::byte>(7), "too short"},
      {huge, "does not fit"},
      {file(""), "not JSON"},
      {file("[1]"), "not a JSON object"},
      {file("{" + a), "not JSON"},
      {file("{\"\xff\":1}"), "not JSON"},
      {file(std::string(100000, '[')), "nested more than"},
      {file("{" + a + "," + a + "}", 4), "\"a\" stands twice"},
      {file("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}"), "\"dtype\" stands twice"},
      {file("{\"__metadata__\":[]}"), "metadata"},
      {file("{\"__metadata__\":{\"k\":1}}"), "metadata \"k\" is not text"},
      {file("{\"a\":1}"), "\"a\" is not described"},
      {file("{\"\\n" + std::string(9999, 'a') + "\":1}"), "aaaa...\" is not described"},
      {file("{" + entry("a", "[1]", 0, 4, "\"\\u001b[31m\"") + "}", 4), "\"\\u001b[31m\""},
      {file("{\"a\":{}}"), "has no \"dtype\""},
      {file("{" + entry("a", "[1]", 0, 8, "\"I64\"") + "}", 8), "values of the type \"I64\""},
      {file("{" + entry("a", "[1]", 0, 4, "7") + "}", 4), "has no \"dtype\""},
      {file("{" + entry("a", "[1]", 0, 4) + "}"), "lies outside"},
      {file("{" + entry("a", "[1]", 4, 0) + "}", 4), "lies outside"},
      {file("{" + entry("a", "[1]", -4, 0) + "}", 4), "\"data_offsets\""},
      {file("{" + entry("a", "[2]", 0, 4) + "}", 4), "has the shape 2 but 4 bytes"},
      {file("{" + entry("a", "[1]", 0, 3) + "}", 3), "but 3 bytes"},
      {file("{" + entry("a", "[0]", 0, 0) + "}"), "from 1 up"},
      {file("{" + entry("a", "[-1]", 0, 4) + "}", 4), "from 1 up"},
      {file("{" + entry("a", "[1.5]", 0, 4) + "}", 4), "from 1 up"},
      {file("{" + entry("a", "[4294967297]", 0, 4) + "}", 4), "from 1 up"},
      {file("{" + entry("a", "[2147483647,2147483647,2147483647,8]", 0, 4) + "}", 4),
       "far more numbers"},
      {file("{" + entry("a", "[1,1,1,1,1]", 0, 4) + "}", 4), "four axes"},
      {file("{" + entry("a", "7", 0, 4) + "}", 4), "\"shape\""},
      {file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}", 4),
       "\"x\""},
      {file("{" + a + "," + entry("b", "[1]", 0, 4) + "}", 4), "does not begin"},
      {file("{" + entry("a", "[1]", 4, 8) + "}", 8), "does not begin"},
      {file("{" + a + "}", 8), "belong to no tensor"},
  }));
  CHECK_THROWS_MATCHES(read_safetensors(c.bytes), Error, MessageMatches(ContainsSubstring(c.says)));
}

TEST_CASE("safetensors: a damaged file is read or refused, never worse") {
  const std::vector<std::byte> whole = example();
  std::uint32_t state = 1;
  const auto random = [&state](std::size_t below) {  // Numerical Recipes' generator
    state = state * 1664525u + 1013904223u;
    return static_cast<std::size_t>((std::uint64_t{state} * below) >> 32);
  };
  int refused = 0;
  for (int round = 0; round < 8000; ++round) {
    std::vector<std::byte> bytes = whole;
    for (std::size_t n = 1 + random(3); n > 0; --n) {
      const std::size_t at = random(bytes.size());
      switch (random(3)) {
        case 0: bytes[at] = static_cast<std::byte>(random(256)); break;
        case 1: bytes[at] ^= static_cast<std::byte>(1u << random(8)); break;
        default: bytes.resize(at + 1); break;
      }
    }
    try {
      std::size_t values = 0;
      for (const NamedTensor& tensor : read_safetensors(bytes).tensors) {
        REQUIRE(tensor.shape.size() == tensor.values.size());
        values += tensor.values.size();
      }
      REQUIRE(values * sizeof(float) <= bytes.size());
    } catch (const Error&) {
      ++refused;
    }
  }
  CHECK(refused > 4000);
  CHECK(refused < 8000);  // changes of a value pass
}
