#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <span>

#include "json_text.h"
#include "listed_files.h"
#include "task_support.h"
#include "tasks/sequence.h"
#include "tasks/split.h"

using namespace lushan;
using Catch::Matchers::WithinAbs;

namespace {

struct Example {
  const char* json;
  std::uint64_t fingerprint;  // of seed 7; one constant for all platforms
};

// Every kind, with options off their defaults
constexpr Example task_examples[] = {
    {R"({"kind":"circle","classes":3,"samples":100,"noise":0.1})", 0x83f700341abbf58e},
    {R"({"kind":"xor","classes":5,"samples":100,"noise":0.1})", 0x2d9306d7221e66da},
    {R"({"kind":"gaussians","classes":4,"samples":101,"noise":0.2})", 0x60e199a3f15d1f92},
    {R"({"kind":"spiral","samples":500,"noise":0.1})", 0x757aa05131ce36af},
    {R"({"kind":"moons","classes":3,"samples":100,"noise":0.1})", 0x94935bde2c5fad21},
    {R"({"kind":"plane","samples":100,"noise":0.1})", 0xeefb8bf735d4d543},
    {R"({"kind":"multi_gaussian","samples":100,"noise":0.1})", 0xe39d0e13014b91fd},
    {R"({"kind":"linear","inputs":3,"samples":50})", 0x9367c60e09bb713b},
    {R"({"kind":"curve","shape":"sinc","samples":50})", 0x214fdbbb03f5e663},
    {R"({"kind":"mnist","samples":100,"train_share":0.7})", 0xdfdc1816c6848e06},
    {R"({"kind":"fashion_mnist","samples":100,"shift":0})", 0x5f7188bd82b7495a},
    {R"({"kind":"reverse","length":6,"alphabet":4,"samples":200})", 0x91968e125d3195e1},
    {R"({"kind":"recall","length":6,"alphabet":4,"samples":200})", 0x4eae94127900f931},
    {R"({"kind":"copy","length":6,"alphabet":4,"samples":200})", 0x0a735792fb5172e1},
    {R"({"kind":"sort","length":6,"alphabet":4,"samples":200})", 0x6c09452f6f70cae1},
    {R"({"kind":"delayed_recall","symbols":4,"gap":5,"alphabet":6,"samples":200})",
     0xb02140498f063101},
    {R"({"kind":"adding","length":9,"samples":200})", 0xc515519406721042},
    {R"({"kind":"parity","length":12,"samples":200})", 0x29a78adf77635ce1},
    {R"({"kind":"addition","digits":2,"reversed":true,"samples":200})", 0x41f56692ec9ad261},
    {R"({"kind":"modular_addition","modulus":11})", 0x63e57df7b0a6f226},
    {R"({"kind":"dyck","length":10,"brackets":3,"samples":200})", 0x1abe8944569030e1},
    {R"({"kind":"noise","length":6,"classes":3,"samples":200})", 0x3a3e33ff28e10866},
    {R"({"kind":"dates","language":"both","samples":100})", 0x8c8bedc60d667c69},
    {R"({"kind":"number_words","direction":"chinese_to_english","samples":100})",
     0x4227537a4c376ac7},
    {R"({"kind":"names","samples":100})", 0x66696fe594c9b267},
    {R"({"kind":"text_english","length":16,"samples":100})", 0xdf4d9088692e83c3},
    {R"({"kind":"text_chinese","length":16,"samples":100})", 0xdf46c33fdc1114f9},
    {R"({"kind":"points","points":[0,0,0, 1,1,1, 2,1.5,1, -1,0.25,0, 3,3,2]})", 0x667078da56dec04f},
    {R"({"kind":"csv","text":"a,b,c\n1,u,3.5\n2,v,1\n4,u,0.1\n8,,2\n7,v,5","train_share":0.4})",
     0x9e9a1b6555769ca0},
    {R"({"kind":"own_text","length":8,"text":"In the beginning was the word, and the word was good."})",
     0xab47da45d372eedf},
    {R"({"kind":"images","images":"4x4x1\na\tABAgMEBQYHCAkKCwwNDg8A==\nb\t/////////////////////w==\na\tAAAAAAAAAAAAAAAAAAAAAA=="})",
     0xff2b85ea7927b5bc},
    {R"({"kind":"own_pairs","text":"1 -> one\n2 -> two\n3 -> three\n4 -> four\n5 -> five\n6 -> six"})",
     0x7b46253f3ebfc277},
};

Dataset make(const Json& json, std::uint64_t seed) {
  return make_task(json, seed, asset_of(json["kind"].get<std::string>()));
}

std::vector<float> row_of(const Dataset& d, int row) {
  const auto width = static_cast<std::ptrdiff_t>(d.input.shape.size());
  return {d.x.begin() + row * width, d.x.begin() + (row + 1) * width};
}

std::string hexadecimal(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

// Asked of all at once: an assertion for each of a million values takes longer than making them.
bool are_classes(std::span<const float> values, std::ptrdiff_t count) {
  return std::ranges::all_of(values, [count](float v) {
    return v >= 0 && v < static_cast<float>(count) && v == std::floor(v);
  });
}

// Everything that must hold of any data set
void check_sound(const Dataset& d) {
  REQUIRE(d.x.size() == static_cast<std::size_t>(d.size()) * d.input.shape.size());
  REQUIRE(d.y.size() == static_cast<std::size_t>(d.size() * d.target.width()));
  REQUIRE(d.train >= 1);
  REQUIRE(d.train < d.size());
  REQUIRE(std::all_of(d.x.begin(), d.x.end(), [](float v) { return std::isfinite(v); }));
  REQUIRE(std::all_of(d.y.begin(), d.y.end(), [](float v) { return std::isfinite(v); }));
  REQUIRE(std::ssize(d.target.names) == d.target.count);
  if (d.input.kind == ValueKind::tokens) {
    REQUIRE(are_classes(d.x, std::ssize(d.input.vocabulary)));
    for (int i = 0; i < d.size(); ++i) {
      if (input_of(d, i).empty()) FAIL("example " << i << " is empty");
    }
  }
  if (d.input.kind == ValueKind::sequence) {
    REQUIRE(d.input.shape.rank() == 2);
    REQUIRE(std::ssize(d.input.names) == d.input.shape[1]);
  }
  if (d.input.kind == ValueKind::vector) {
    REQUIRE(d.input.names.size() == d.input.shape.size());
    REQUIRE(d.input.ranges.size() == d.input.shape.size());
    for (const auto& [least, most] : d.input.ranges) REQUIRE(least < most);
  }
  if (d.target.kind == TargetKind::values) {
    REQUIRE(d.chance == 0);
    return;
  }
  REQUIRE(d.target.count >= 2);
  REQUIRE(are_classes(d.y, d.target.count));
  const bool tokens = d.target.kind == TargetKind::tokens;
  std::map<float, int> held_out;
  int counted = 0;
  for (auto i = static_cast<std::size_t>(d.train * d.target.width()); i < d.y.size(); ++i) {
    if (tokens && d.y[i] == tokens::pad) continue;
    ++held_out[d.y[i]];
    ++counted;
  }
  int most = 0;
  for (const auto& [label, count] : held_out) most = std::max(most, count);
  REQUIRE_THAT(d.chance, WithinAbs(static_cast<double>(most) / counted, 1e-12));
}

}  // namespace

TEST_CASE("tasks: every file is listed once, and every task is tested here") {
  CHECK(differences(files_in("core/tasks/kinds"), listed(tasks()), "core/tasks/tasks.def") == "");
  NameSet tested;
  for (const Example& e : task_examples)
    tested.insert(Json::parse(e.json).at("kind").get<std::string>());
  INFO("With a fingerprint of \"\" at first: the next test says what it is.");
  CHECK(differences(listed(tasks()), tested, "task_examples, above") == "");
}

TEST_CASE("tasks: the same seed gives the same bits on every platform") {
  const Example& e = GENERATE(from_range(task_examples));
  CAPTURE(e.json);
  const Json json = Json::parse(e.json);
  const Dataset d = make(json, 7);
  check_sound(d);
  CHECK(fingerprint(d) == fingerprint(make(json, 7)));
  CHECK(fingerprint(d) != fingerprint(make(json, 8)));
  CHECK(hexadecimal(fingerprint(d)) == hexadecimal(e.fingerprint));
}

TEST_CASE("tasks: training and held-out examples are different ones") {
  const Example& e = GENERATE(from_range(task_examples));
  CAPTURE(e.json);
  const Dataset d = make(Json::parse(e.json), 3);
  std::set<std::vector<float>> training;
  for (int i = 0; i < d.train; ++i) training.insert(row_of(d, i));
  int shared = 0;
  for (int i = d.train; i < d.size(); ++i) shared += training.contains(row_of(d, i));
  CHECK(shared == 0);
}

TEST_CASE("tasks: of thousands of single numbers none is in training and held out") {
  const Json json = Json::parse(GENERATE(R"({"kind":"curve","samples":5000,"noise":0})",
                                         R"({"kind":"linear","samples":5000,"noise":0})"));
  const Dataset d = make(json, 4);
  CHECK(std::set<float>(d.x.begin(), d.x.end()).size() == d.x.size());
}

TEST_CASE("tasks: another training share splits the same examples elsewhere") {
  const Example& e = GENERATE(from_range(task_examples));
  CAPTURE(e.json);
  Json json = Json::parse(e.json);
  if (json["kind"] == "csv") return;  // its values are scaled by the training rows
  json["train_share"] = 0.2;
  const Dataset few = make(json, 3);
  json["train_share"] = 0.6;
  const Dataset many = make(json, 3);
  CHECK(few.x == many.x);
  CHECK(few.y == many.y);
  CHECK(few.train == train_count(few.size(), 0.2));
  CHECK(many.train == train_count(many.size(), 0.6));
}

TEST_CASE("tasks: both parts hold every class in its proportion") {
  const char* json = GENERATE(R"({"kind":"circle","classes":6,"samples":60,"noise":0.3})",
                              R"({"kind":"gaussians","classes":5,"samples":333,"train_share":0.3})",
                              R"({"kind":"xor","classes":3,"train_share":0.9})");
  CAPTURE(json);
  const Dataset d = make_task(Json::parse(json), GENERATE(1u, 2u, 3u));
  for (int k = 0; k < d.target.count; ++k) {
    const auto label = static_cast<float>(k);
    const auto all = std::count(d.y.begin(), d.y.end(), label);
    const auto training = std::count(d.y.begin(), d.y.begin() + d.train, label);
    CHECK_THAT(static_cast<double>(training),
               WithinAbs(static_cast<double>(all) * d.train / d.size(), 1.0));
  }
}

TEST_CASE("tasks: every option works at both ends of its range") {
  const TaskDef& def = *GENERATE(from_range(tasks()));
  if (def.group == "own" || !def.asset.empty()) return;  // made from the user's data, or a file
  for (const Json& field : describe_fields(def.defaults())) {
    if (!field.contains("min")) continue;
    for (const char* end : {"min", "max"}) {
      const Json json{{"kind", std::string(def.name)}, {field.at("name"), field.at(end)}};
      CAPTURE(json.dump());
      const Dataset d = make_task(json);
      check_sound(d);
      const int value = field.at(end).get<int>();
      if (field.at("name") == "samples") {
        INFO("By their defaults the other options must leave room for so many different examples.");
        CHECK(d.size() == value);
      }
      if (field.at("name") == "classes") CHECK(d.target.count == value);
      if (field.at("name") == "inputs") CHECK(d.input.shape == Shape{value});
    }
  }
}

TEST_CASE("tasks: one of each kind is made from its defaults") {
  const TaskDef& def = *GENERATE(from_range(tasks()));
  if (def.group == "own" || !def.asset.empty()) return;  // made from the user's data, or a file
  check_sound(make_task(Json{{"kind", std::string(def.name)}}));
}

TEST_CASE("split: at least one example on either side") {
  CHECK(train_count(2, 0.9) == 1);
  CHECK(train_count(2, 0.1) == 1);
  CHECK(train_count(500, 0.5) == 250);
  CHECK(train_count(10, 0.25) == 3);
}

TEST_CASE("split: the stratified order is a permutation, random and even") {
  std::vector<float> labels(90);
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = i < 60 ? 0 : i < 80 ? 1 : 2;
  Rng rng(5, "test");
  const std::vector<int> order = stratified_order(labels, 3, rng);
  CHECK(std::set<int>(order.begin(), order.end()).size() == labels.size());
  CHECK(order != stratified_order(labels, 3, rng));
  for (std::size_t length = 9; length < labels.size(); length += 9) {
    int ones = 0;
    for (std::size_t i = 0; i < length; ++i)
      ones += labels[static_cast<std::size_t>(order[i])] == 1;
    CHECK_THAT(static_cast<double>(ones), WithinAbs(static_cast<double>(length) * 20 / 90, 1.0));
  }
}

TEST_CASE("linear: without noise the targets are one linear function of the inputs") {
  const int inputs = GENERATE(1, 2, 5, 8);
  const Dataset d = make_task({{"kind", "linear"}, {"inputs", inputs}, {"noise", 0}}, 4);
  // Solve for the D weights and b from the first D + 1 rows by elimination, and check the others.
  const int n = inputs + 1;
  std::vector<std::vector<double>> a(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) {
    for (const float v : row_of(d, i)) a[static_cast<std::size_t>(i)].push_back(v);
    a[static_cast<std::size_t>(i)].push_back(1);
    a[static_cast<std::size_t>(i)].push_back(d.y[static_cast<std::size_t>(i)]);
  }
  for (std::size_t k = 0; k < a.size(); ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k; i < a.size(); ++i) {
      if (std::abs(a[i][k]) > std::abs(a[pivot][k])) pivot = i;
    }
    std::swap(a[k], a[pivot]);
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double f = i == k ? 0 : a[i][k] / a[k][k];
      for (std::size_t j = k; j < a[i].size(); ++j) a[i][j] -= f * a[k][j];
    }
  }
  std::vector<double> w;
  for (std::size_t k = 0; k < a.size(); ++k) w.push_back(a[k].back() / a[k][k]);
  for (int i = 0; i + 1 < n; ++i) {
    CHECK(std::abs(w[static_cast<std::size_t>(i)]) > 0.49);
    CHECK(std::abs(w[static_cast<std::size_t>(i)]) < 2.01);
  }
  for (int i = 0; i < d.size(); ++i) {
    double sum = w.back();
    const auto x = row_of(d, i);
    for (std::size_t j = 0; j < x.size(); ++j) sum += w[j] * x[j];
    CHECK_THAT(sum, WithinAbs(d.y[static_cast<std::size_t>(i)], 1e-3));  // rows in float
  }
}

TEST_CASE("linear: noise has the deviation asked for") {
  const Json json{{"kind", "linear"}, {"samples", 5000}, {"noise", 0}};
  Json noisy = json;
  noisy["noise"] = 0.5;
  const Dataset clean = make_task(json, 2), scattered = make_task(noisy, 2);
  REQUIRE(clean.x == scattered.x);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < clean.y.size(); ++i) {
    const double e = scattered.y[i] - clean.y[i];
    sum += e;
    squares += e * e;
  }
  CHECK_THAT(sum / 5000, WithinAbs(0, 0.03));                   // 4 standard errors
  CHECK_THAT(std::sqrt(squares / 5000), WithinAbs(0.5, 0.02));  // 4 standard errors
}

TEST_CASE("curve: every shape is the function it is called after") {
  const auto [shape, f] = GENERATE(table<std::string, double (*)(double)>(
      {{"sine", [](double x) { return std::sin(2 * x); }},
       {"cubic", [](double x) { return (x * x * x - 5 * x) / 8; }},
       {"bump", [](double x) { return std::exp(-2 * x * x); }},
       {"sinc", [](double x) { return std::sin(5 * x) / (5 * x); }},
       {"abs", [](double x) { return std::abs(x) * 2 / 3 - 1; }},
       {"step", [](double x) { return x < 0 ? -1.0 : 1.0; }}}));
  const Dataset d = make_task({{"kind", "curve"}, {"shape", shape}, {"noise", 0}});
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    CHECK_THAT(d.y[i], WithinAbs(f(d.x[i]), 1e-5));
    CHECK(std::abs(d.x[i]) <= 3);
  }
}
