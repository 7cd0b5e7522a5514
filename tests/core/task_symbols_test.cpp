// The tasks over random symbols: what each of them asks, and what it refuses.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "json_text.h"
#include "task_support.h"
#include "tasks/sequence.h"

using namespace lushan;
using Catch::Matchers::WithinAbs;

namespace {

// The symbols of a row as one text, padding as "."
std::string text(const Tokens& row, const std::vector<std::string>& vocabulary) {
  std::string out;
  for (const int token : row) {
    out += token == tokens::pad ? "." : vocabulary[static_cast<std::size_t>(token)];
  }
  return out;
}
std::string asked(const Dataset& d, int row) { return text(input_of(d, row), d.input.vocabulary); }
std::string wanted(const Dataset& d, int row) {
  return text(answer_of(d, row), d.input.vocabulary);
}
std::string label(const Dataset& d, int row) {
  return d.target.names[static_cast<std::size_t>(d.y[static_cast<std::size_t>(row)])];
}

template <class F>
void each_row(const Dataset& d, F f) {
  for (int row = 0; row < d.size(); ++row) {
    CAPTURE(row, asked(d, row));
    f(row);
  }
}

// What is left of a string when pairs have been taken out for as long as there are some: the
// brackets that are open, when it is the beginning of one that matches.
std::string open_brackets(std::string brackets) {
  for (bool found = true; found;) {
    found = false;
    for (const char* pair : {"()", "[]", "{}"}) {
      const std::size_t at = brackets.find(pair);
      if (at == std::string::npos) continue;
      brackets.erase(at, 2);
      found = true;
    }
  }
  return brackets;
}
bool matched(const std::string& brackets) { return open_brackets(brackets).empty(); }

int depth_of(const std::string& brackets) {
  int depth = 0, most = 0;
  for (const char c : brackets) {
    depth += std::string("([{").find(c) == std::string::npos ? -1 : 1;
    most = std::max(most, depth);
  }
  return most;
}

}  // namespace

TEST_CASE("copy, reverse, sort: the answer is the input in another order") {
  const std::string kind = GENERATE("copy", "reverse", "sort");
  const Dataset d = make_task({{"kind", kind}, {"length", 6}, {"samples", 200}});
  CHECK(d.target.alignment == Alignment::pair);
  each_row(d, [&](int row) {
    std::string answer = asked(d, row);
    CHECK((answer.size() >= 3 && answer.size() <= 6));
    if (kind == "reverse") std::ranges::reverse(answer);
    if (kind == "sort") std::ranges::sort(answer);
    CHECK(wanted(d, row) == answer + "<eos>");
  });
}

TEST_CASE("copy: lengths are equally likely, or all the same") {
  const Dataset d = make_task({{"kind", "copy"}, {"length", 7}, {"samples", 2000}});
  std::vector<int> count(8);
  each_row(d, [&](int row) { ++count[asked(d, row).size()]; });
  for (const std::size_t length : {4, 5, 6, 7}) CHECK(std::abs(count[length] - 500) < 100);
  const Dataset same = make_task({{"kind", "copy"}, {"length", 7}, {"shorter", false}});
  each_row(same, [&](int row) { CHECK(asked(same, row).size() == 7); });
}

TEST_CASE("delayed recall: symbols, a gap, and cues with the symbols beside them") {
  const Dataset d = make_task({{"kind", "delayed_recall"}, {"symbols", 3}, {"gap", 4}});
  CHECK(d.input.shape == Shape{10});
  CHECK(d.target.alignment == Alignment::beside);
  each_row(d, [&](int row) {
    const std::string input = asked(d, row);
    CHECK(input.substr(3) == "____???");
    CHECK(wanted(d, row) == "......." + input.substr(0, 3));
  });
  // blanks and cues are never answers: chance is that of one symbol of eight
  CHECK_THAT(make_task({{"kind", "delayed_recall"}}).chance, WithinAbs(1 / 8.0, 0.03));
}

TEST_CASE("adding: the sum of the two numbers that are marked, one in either half") {
  const int length = GENERATE(2, 3, 20);
  const Dataset d = make_task({{"kind", "adding"}, {"length", length}, {"samples", 500}});
  CHECK(d.input.kind == ValueKind::sequence);
  CHECK(d.input.shape == Shape{length, 2});
  double mean = 0, squares = 0;
  for (std::size_t row = 0; row < 500; ++row) {
    float sum = 0;
    std::vector<int> marked;
    for (int t = 0; t < length; ++t) {
      const std::size_t at = (row * static_cast<std::size_t>(length) + static_cast<std::size_t>(t));
      const float value = d.x[2 * at], marker = d.x[2 * at + 1];
      CHECK((value >= 0 && value < 1));
      if (marker == 0) continue;
      CHECK(marker == 1);
      marked.push_back(t);
      sum += value;
    }
    REQUIRE(marked.size() == 2);
    CHECK(marked[0] < length / 2);
    CHECK(marked[1] >= length / 2);
    CHECK(d.y[row] == sum);
    mean += d.y[row] / 500.0;
    squares += (d.y[row] - 1) * (d.y[row] - 1) / 500.0;
  }
  CHECK_THAT(mean, WithinAbs(1, 0.08));           // 4 standard errors
  CHECK_THAT(squares, WithinAbs(1 / 6.0, 0.04));  // what always answering 1 is off by
}

TEST_CASE("parity: of the ones so far, or of all") {
  const Dataset each = make_task({{"kind", "parity"}, {"length", 10}, {"samples", 300}});
  each_row(each, [&](int row) {
    const std::string bits = asked(each, row), answer = wanted(each, row);
    REQUIRE(answer.size() == bits.size());
    for (std::size_t t = 0; t < bits.size(); ++t) {
      const auto ones = std::count(bits.begin(), bits.begin() + std::ptrdiff_t(t) + 1, '1');
      CHECK(answer[t] == (ones % 2 ? '1' : '0'));
    }
  });
  const Dataset end =
      make_task({{"kind", "parity"}, {"length", 10}, {"samples", 300}, {"asks", "end"}});
  each_row(end, [&](int row) {
    const std::string bits = asked(end, row);
    CHECK(label(end, row) == (std::ranges::count(bits, '1') % 2 ? "1" : "0"));
  });
}

TEST_CASE("addition: written numbers and their written sum") {
  const bool reversed = GENERATE(false, true), shorter = GENERATE(false, true);
  const Dataset d = make_task({{"kind", "addition"},
                               {"digits", 3},
                               {"samples", 1000},
                               {"reversed", reversed},
                               {"shorter", shorter}});
  std::set<std::size_t> lengths;
  each_row(d, [&](int row) {
    const std::string input = asked(d, row);
    const std::size_t plus = input.find('+');
    const std::string a = input.substr(0, plus), b = input.substr(plus + 1);
    lengths.insert({a.size(), b.size()});
    std::string sum = std::to_string(std::stoi(a) + std::stoi(b));
    CHECK(std::to_string(std::stoi(a)) == a);  // no leading zeros
    if (reversed) std::ranges::reverse(sum);
    CHECK(wanted(d, row) == sum + "<eos>");
  });
  CHECK(lengths == (shorter ? std::set<std::size_t>{1, 2, 3} : std::set<std::size_t>{3}));
}

TEST_CASE("modular addition: the whole table, each cell once") {
  const int p = GENERATE(2, 7, 13);
  const Dataset d = make_task({{"kind", "modular_addition"}, {"modulus", p}});
  CHECK(d.size() == p * p);
  CHECK(d.input.shape == Shape{4});
  CHECK(d.target.count == p);
  std::set<std::pair<int, int>> seen;
  each_row(d, [&](int row) {
    const Tokens t = input_of(d, row);
    const int a = t[0] - tokens::specials, b = t[2] - tokens::specials;
    CHECK(asked(d, row) == std::to_string(a) + "+" + std::to_string(b) + "=");
    CHECK(label(d, row) == std::to_string((a + b) % p));
    seen.insert({a, b});
  });
  CHECK(std::ssize(seen) == p * p);
}

TEST_CASE("dyck: half of the strings match, and others look alike") {
  const int brackets = GENERATE(1, 2, 3);
  const Dataset d =
      make_task({{"kind", "dyck"}, {"brackets", brackets}, {"depth", 3}, {"samples", 400}});
  int balanced = 0, of_equal_count = 0;
  each_row(d, [&](int row) {
    const std::string input = asked(d, row);
    CHECK(input.size() % 2 == 0);
    CHECK(input.size() <= 16);
    CHECK((label(d, row) == "✓") == matched(input));
    if (!matched(input)) {
      of_equal_count +=
          2 * std::ranges::count_if(
                  input, [](char c) { return std::string("([{").find(c) != std::string::npos; }) ==
          std::ssize(input);
      return;
    }
    CHECK(depth_of(input) <= 3);
    ++balanced;
  });
  CHECK(balanced == d.size() / 2);
  CHECK(of_equal_count > d.size() / 8);  // counting the brackets is not enough
}

TEST_CASE("dyck: where few strings match, no more than as many do not") {
  // of length 2 with one kind: () against (( and )) and )(
  const Dataset d = make_task({{"kind", "dyck"}, {"brackets", 1}, {"length", 2}});
  CHECK(d.size() == 2);
}

TEST_CASE("dyck: the bracket that may close next stands beside each") {
  const Dataset d = make_task({{"kind", "dyck"}, {"asks", "closing"}, {"brackets", 3}});
  each_row(d, [&](int row) {
    const std::string input = asked(d, row), answer = wanted(d, row);
    CHECK(matched(input));
    REQUIRE(answer.size() == input.size());
    for (std::size_t t = 0; t < input.size(); ++t) {
      const std::string open = open_brackets(input.substr(0, t + 1));
      const char closing = open.empty() ? '-' : ")]}"[std::string("([{").find(open.back())];
      CHECK(answer[t] == closing);
    }
  });
}

TEST_CASE("noise: classes have nothing to do with the symbols") {
  const Dataset d =
      make_task({{"kind", "noise"}, {"classes", 3}, {"samples", 3000}, {"alphabet", 5}});
  CHECK(d.target.names == std::vector<std::string>{"A", "B", "C"});
  // of those that begin with the same symbol, each class has a third
  std::map<std::pair<int, float>, int> count;
  for (int row = 0; row < d.size(); ++row) {
    ++count[{input_of(d, row).front(), d.y[static_cast<std::size_t>(row)]}];
  }
  for (const auto& [pair, n] : count) CHECK(std::abs(n - 200) < 60);  // 4 standard errors
}

TEST_CASE("symbols: what is out of range is refused by name") {
  const auto refused = [](const Json& task) {
    try {
      make_task(task);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const auto out_of_range = [&](const char* kind, const char* name, Json value) {
    CAPTURE(kind, name, value.dump());
    const std::string message = refused({{"kind", kind}, {name, value}});
    CHECK(message.starts_with("task." + std::string(name) + " is "));
  };
  for (const char* kind : {"copy", "reverse", "sort", "recall", "parity", "dyck", "noise"}) {
    out_of_range(kind, "length", 1);
    out_of_range(kind, "length", 65);
    out_of_range(kind, "samples", 20001);
  }
  out_of_range("delayed_recall", "gap", -1);
  out_of_range("delayed_recall", "gap", 121);
  out_of_range("delayed_recall", "symbols", 1);
  out_of_range("adding", "length", 1);
  out_of_range("adding", "length", 201);
  out_of_range("parity", "asks", "sometimes");
  out_of_range("addition", "digits", 0);
  out_of_range("addition", "digits", 9);
  out_of_range("addition", "reversed", 1);
  out_of_range("modular_addition", "modulus", 1);
  out_of_range("modular_addition", "modulus", 128);
  out_of_range("modular_addition", "train_share", 1);
  out_of_range("dyck", "brackets", 4);
  out_of_range("dyck", "depth", 0);
  out_of_range("noise", "classes", 1);
}
