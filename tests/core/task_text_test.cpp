// Tasks over words and texts: how numbers and dates are written, windows, lines and pairs.
#include <algorithm>
#include <map>
#include <set>

#include "json_text.h"
#include "task_support.h"
#include "tasks/date_forms.h"
#include "tasks/number_words.h"
#include "tasks/split.h"
#include "tasks/text_file.h"

using namespace lushan;

namespace {

std::string input_text(const Dataset& d, int row) {
  return text_of_tokens(input_of(d, row), d.input.vocabulary);
}

// without the end of the answer
std::string answer_text(const Dataset& d, int row) {
  Tokens answer = answer_of(d, row);
  if (answer.back() == tokens::end) answer.pop_back();
  return text_of_tokens(answer, d.target.names);
}

// Numbers read back from words, by the rules of the language and not by looking them up.
int read_english(const std::string& text) {
  static const std::map<std::string, int, std::less<>> values = {
      {"zero", 0},     {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},
      {"five", 5},     {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},
      {"ten", 10},     {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},
      {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
      {"twenty", 20},  {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},
      {"seventy", 70}, {"eighty", 80},  {"ninety", 90}};
  int total = 0, part = 0;
  std::string spaced = text;
  std::ranges::replace(spaced, '-', ' ');
  for (const std::string_view word : words_of(spaced)) {
    if (word == "and") continue;
    if (word == "thousand") {
      total += part * 1000, part = 0;
    } else if (word == "hundred") {
      part *= 100;
    } else {
      part += values.find(word)->second;
    }
  }
  return total + part;
}

int read_chinese(const std::string& text) {
  static const std::map<std::string, int, std::less<>> digits = {
      {"零", 0}, {"一", 1}, {"二", 2}, {"两", 2}, {"三", 3}, {"四", 4},
      {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}};
  static const std::map<std::string, int, std::less<>> units = {
      {"十", 10}, {"百", 100}, {"千", 1000}};
  int total = 0, digit = -1;
  for (const std::string_view c : characters_of(text)) {
    if (const auto unit = units.find(c); unit != units.end()) {
      total += (digit < 0 ? 1 : digit) * unit->second, digit = -1;
    } else {
      digit = digits.find(c)->second;
    }
  }
  return total + std::max(digit, 0);
}

std::vector<std::byte> text_bytes(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

Json own_text(const std::string& text) { return {{"kind", "own_text"}, {"text", text}}; }
Json own_text(const std::string& text, int length) {
  Json json = own_text(text);
  json["length"] = length;
  return json;
}
Json own_pairs(const std::string& text) { return {{"kind", "own_pairs"}, {"text", text}}; }

}  // namespace

TEST_CASE("numbers: words are those of the grammar", "[text]") {
  const auto [number, english, chinese] = GENERATE(table<int, std::string, std::string>({
      {0, "zero", "零"},
      {10, "ten", "十"},
      {15, "fifteen", "十五"},
      {20, "twenty", "二十"},
      {45, "forty-five", "四十五"},
      {100, "one hundred", "一百"},
      {110, "one hundred and ten", "一百一十"},
      {200, "two hundred", "二百"},
      {305, "three hundred and five", "三百零五"},
      {1000, "one thousand", "一千"},
      {1010, "one thousand and ten", "一千零一十"},
      {2002, "two thousand and two", "两千零二"},
      {2222, "two thousand two hundred and twenty-two", "两千二百二十二"},
      {4500, "four thousand five hundred", "四千五百"},
      {9999, "nine thousand nine hundred and ninety-nine", "九千九百九十九"},
  }));
  CHECK(english_number(number) == english);
  CHECK(chinese_number(number) == chinese);
}

TEST_CASE("numbers: every one up to 9999 can be read back from its words", "[text]") {
  for (int n = 0; n <= max_number_in_words; ++n) {
    REQUIRE(read_english(english_number(n)) == n);
    REQUIRE(read_chinese(chinese_number(n)) == n);
    REQUIRE(chinese_number(n).find("零零") == std::string::npos);
    REQUIRE((n == 0 || !chinese_number(n).ends_with("零")));
  }
}

TEST_CASE("number_words: both sides say the same number, whichever the direction", "[text]") {
  const auto [direction, from, to] = GENERATE(table<std::string, char, char>({
      {"english_to_chinese", 'e', 'c'},
      {"chinese_to_english", 'c', 'e'},
      {"english_to_digits", 'e', 'd'},
      {"chinese_to_digits", 'c', 'd'},
      {"digits_to_english", 'd', 'e'},
      {"digits_to_chinese", 'd', 'c'},
  }));
  const Dataset d = make_task({{"kind", "number_words"}, {"direction", direction}}, 3);
  const auto read = [](char language, const std::string& text) {
    std::string solid = text;
    if (language != 'e') std::erase(solid, ' ');
    return language == 'e'   ? read_english(text)
           : language == 'c' ? read_chinese(solid)
                             : std::stoi(solid);
  };
  for (int i = 0; i < d.size(); ++i) {
    REQUIRE(read(from, input_text(d, i)) == read(to, answer_text(d, i)));
  }
}

TEST_CASE("number_words: no more numbers than there are", "[text]") {
  const Dataset d = make_task({{"kind", "number_words"}, {"largest", 30}});
  CHECK(d.size() == 31);
  CHECK(text_of_tokens(tokens_of_text("twenty-one", d.input.vocabulary), d.input.vocabulary) ==
        "twenty - one");
}

TEST_CASE("dates: the calendar is the Gregorian one", "[text]") {
  const auto [iso, day] = GENERATE(table<std::string, int>({
      {"2026-11-25", 2},  // a Wednesday
      {"2000-02-29", 1},
      {"1900-03-01", 3},  // there was no 29 February
      {"1969-07-20", 6},
      {"2100-01-01", 4},
  }));
  const int year = std::stoi(iso.substr(0, 4));
  int days = days_before(year);
  while (iso_date(date_of(days)) < iso) ++days;
  CHECK(iso_date(date_of(days)) == iso);
  CHECK(weekday(days) == day);
}

TEST_CASE("dates: days follow each other without gap", "[text]") {
  for (int days = days_before(1895); days < days_before(2105); ++days) {
    const Date a = date_of(days), b = date_of(days + 1);
    const bool next_day = b.day == a.day + 1 && b.month == a.month && b.year == a.year;
    const bool next_month = b.day == 1 && b.month == a.month + 1 && b.year == a.year;
    const bool next_year = b.day == 1 && b.month == 1 && a.month == 12 && b.year == a.year + 1;
    REQUIRE(next_day + next_month + next_year == 1);
    REQUIRE(iso_date(a) < iso_date(b));
  }
}

TEST_CASE("dates: every form is written as people do", "[text]") {
  int days = days_before(2026);
  while (iso_date(date_of(days)) != "2026-11-05") ++days;
  std::set<std::string> written;
  for (const DateForm& form : date_forms()) {
    for (const bool named : {false, true}) written.insert(form.write(date_of(days), days, named));
  }
  CHECK(written == std::set<std::string>{
                       "5 November 2026",
                       "Thursday, 5 November 2026",
                       "5 Nov 2026",
                       "Thu 5 Nov 2026",
                       "November 5, 2026",
                       "Thursday, November 5, 2026",
                       "Nov 5, 2026",
                       "Thu Nov 5, 2026",
                       "the 5th of November 2026",
                       "Thursday, the 5th of November 2026",
                       "05-Nov-2026",
                       "5.11.2026",
                       "11/5/2026",
                       "2026/11/5",
                       "2026年11月5日",
                       "2026年11月5日星期四",
                       "二〇二六年十一月五日",
                       "二〇二六年十一月五日星期四",
                       "2026年11月5号",
                       "2026年11月5号周四",
                   });
}

TEST_CASE("dates: no day is both trained on and held out, in whatever form", "[text]") {
  const Dataset d = make_task({{"kind", "dates"}, {"language", "both"}, {"samples", 3000}}, 2);
  std::set<std::string> days;
  for (int i = 0; i < d.size(); ++i) CHECK(days.insert(answer_text(d, i)).second);
  const Dataset year = make_task({{"kind", "dates"}, {"years", 1}, {"first_year", 2000}});
  CHECK(year.size() == 366);
}

TEST_CASE("texts: what is packed is what is described", "[text]") {
  const auto kind = GENERATE(as<std::string>{}, "names", "text_english", "text_chinese");
  const Json json{{"kind", kind}, {"samples", 500}};
  const auto chosen = read_kind<TaskDef>(json, "task", tasks());
  const Dataset outline = chosen.def->outline(chosen.settings);
  const Dataset data = make_task(json, 1, text_file(kind));
  CHECK(outline.size() == data.size());
  CHECK(outline.train == data.train);
  CHECK(outline.input.shape == data.input.shape);
  CHECK(outline.target.length == data.target.length);
  CHECK(outline.input.vocabulary.size() == data.input.vocabulary.size());
  CHECK_THAT(outline.chance, Catch::Matchers::WithinAbs(data.chance, 0.03));
  CHECK(outline.target.alignment == Alignment::next);

  // As many as there are: all of the names, and but for a few that say the same all windows.
  Json most = json;
  most["samples"] = describe_fields(chosen.settings)[kind == "names" ? 0 : 1].at("max");
  const auto all = read_kind<TaskDef>(most, "task", tasks());
  const int there = make_task(most, 1, text_file(kind)).size();
  const int told = all.def->outline(all.settings).size();
  CHECK(there <= told);
  CHECK(there >= (kind == "names" ? told : told * 99 / 100));
}

TEST_CASE("texts: a damaged file is refused", "[text]") {
  const Json json{{"kind", "names"}};
  const auto refused = [&](const std::vector<std::byte>& file, const std::string& sentence) {
    CHECK_THROWS_MATCHES(make_task(json, 1, file), Error, says(sentence));
  };
  std::vector<std::byte> file = text_file("names");
  refused({}, "was not given");
  refused(text_bytes("Lushan text 2 00000000\n"), "does not begin as one");
  refused(text_bytes("Lushan text 1 "), "has no empty line before it");
  refused(text_bytes("Lushan text 1 00000000"), "has no empty line before it");
  file[300] ^= std::byte{1};
  refused(file, "checksum");
  file.resize(file.size() / 2);
  refused(file, "checksum");
  refused(std::vector<std::byte>(5'000'000), "larger than 4 MB");
}

TEST_CASE("text_windows: each window goes on where the one before ended", "[text]") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += std::to_string(i) + ",";
  const Dataset d = make_task(own_text(text, 16), GENERATE(1u, 2u, 9u));
  CHECK(d.size() == count_windows(static_cast<int>(text.size()), 16));
  int jumps = 0;
  for (int i = 0; i < d.size(); ++i) {
    const Tokens x = input_of(d, i);
    const std::string y = answer_text(d, i), following = answer_text(d, (i + 1) % d.size());
    REQUIRE(x.front() == tokens::begin);
    REQUIRE(text_of_tokens(Tokens(x.begin() + 1, x.end()), d.input.vocabulary) == y.substr(0, 15));
    REQUIRE(text.find(y) != std::string::npos);
    jumps += text.find(y + following) == std::string::npos;
  }
  CHECK(jumps == 1);  // where the text's end meets its beginning
}

TEST_CASE("text_windows: stretches that stand there again are taken once", "[text]") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "to be or not to ";
  text += "sleep no more, and by a sleep ";
  const Dataset d = make_task(own_text(text, 16));
  CHECK(d.size() < 6);
}

TEST_CASE("own_text: lines are examples of their own", "[text]") {
  Json json = own_text("Anna\r\n  Bo \n\nAnna\n李白\n");
  json["examples"] = "lines";
  const Dataset d = make_task(json);
  CHECK(d.size() == 3);
  CHECK(d.input.vocabulary.size() == 3 + 7);  // A B a n o 李 白
  std::set<std::string> answers;
  for (int i = 0; i < d.size(); ++i) {
    answers.insert(answer_text(d, i));
    CHECK(input_of(d, i).front() == tokens::begin);
    CHECK(answer_of(d, i).back() == tokens::end);
  }
  CHECK(answers == std::set<std::string>{"Anna", "Bo", "李白"});
}

TEST_CASE("own_text: what cannot be learnt from is refused", "[text]") {
  const auto refused = [](const Json& json, const std::string& sentence) {
    CHECK_THROWS_MATCHES(make_task(json), Error, says(sentence));
  };
  refused(own_text(""), "The text has 0 characters");
  refused(own_text("short"), "two examples take at least 96");
  refused(own_text(std::string(5000, 'a')), "the same over and over");
  refused(own_text("one\ntwo\x01"), "Line 2 has a control character");
  refused(own_text(std::string(1, '\0')), "control character");
  refused(own_text(std::string(1'000'001, 'a')), "at most 1000000 can be taken");
  Json lines = own_text("one line");
  lines["examples"] = "lines";
  refused(lines, "fewer than two different lines");
  lines["text"] = "a\n" + std::string(300, 'b');
  refused(lines, "Line 2 has 300 characters");
  std::string many;
  for (int c = 0x4E00; c < 0x4E00 + 4001; ++c) {
    many += static_cast<char>(0xE0 | c >> 12);
    many += static_cast<char>(0x80 | (c >> 6 & 63));
    many += static_cast<char>(0x80 | (c & 63));
  }
  refused(own_text(many), "more than 4000 different symbols");
}

TEST_CASE("own_pairs: all arrows separate, in characters or in words", "[text]") {
  Json json = own_pairs("one two -> 12\nthree\tfour 3\n\nfive → 5\nfive → 5\nsix=>a->b\n");
  json["tokens"] = "words";
  const Dataset d = make_task(json);
  std::map<std::string, std::string> pairs;
  for (int i = 0; i < d.size(); ++i) pairs[input_text(d, i)] = answer_text(d, i);
  CHECK(pairs == std::map<std::string, std::string>{
                     {"one two", "12"}, {"three", "four 3"}, {"five", "5"}, {"six", "a->b"}});
  json["tokens"] = "characters";
  const Dataset characters = make_task(json);
  CHECK(characters.input.shape == Shape{7});  // "one two"
}

TEST_CASE("own_pairs: what is wrong is refused by its line", "[text]") {
  const auto refused = [](const std::string& text, const std::string& sentence) {
    CHECK_THROWS_MATCHES(make_task(own_pairs(text)), Error, says(sentence));
  };
  refused("", "fewer than two different pairs");
  refused("a -> b\n\nno arrow", "Line 3 has no arrow");
  refused("a -> b\n-> c", "Line 2 has no input");
  refused("a -> b\nc ->  ", "Line 2 has no answer");
  refused("a -> b\nb -> a\na -> c", "Line 3 answers the input of line 1 otherwise");
  refused("a -> b\n" + std::string(65, 'x') + " -> y", "Line 2 has 65 characters in its input");
  std::string many;
  for (int i = 0; i < 20001; ++i) many += std::to_string(i) + "->x\n";
  refused(many, "Line 20001 is one too many");
}

TEST_CASE("characters_of: what is not UTF-8 is refused", "[text]") {
  CHECK(characters_of("aé中😀").size() == 4);
  for (const std::string bytes : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80",
                                  "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xFF", "\xE4\xB8"}) {
    CHECK_THROWS_MATCHES(characters_of("ok" + bytes), Error, says("not UTF-8 at byte 3"));
  }
}
