#include <cmath>

#include "json_text.h"
#include "task_support.h"
#include "tasks/csv_column.h"

using namespace lushan;
using Catch::Matchers::WithinAbs;

namespace {

Json csv(const std::string& text, const std::string& target = "") {
  return {{"kind", "csv"}, {"text", text}, {"target", target}};
}

// n rows of x, y, colour
std::string sheet(int n, const std::string& separator = ",", const std::string& line_end = "\n") {
  std::string text = "x" + separator + "y" + separator + "colour" + line_end;
  for (int i = 0; i < n; ++i) {
    text += std::to_string(i * 3 % 17) + separator + std::to_string(i * 5 % 13) + ".5" + separator +
            (i % 2 ? "red" : "green") + line_end;
  }
  return text;
}

void check_refused(const std::string& text, const std::string& sentence,
                   const std::string& target = "") {
  CAPTURE(text.substr(0, 200));
  CHECK_THROWS_MATCHES(make_task(csv(text, target)), Error, says(sentence));
}

std::vector<std::string> cells_of(const CsvTable& table) {
  std::vector<std::string> cells;
  for (int row = 0; row < table.rows(); ++row) {
    for (int column = 0; column < table.columns(); ++column) {
      cells.emplace_back(table.cell(row, column));
    }
  }
  return cells;
}

}  // namespace

TEST_CASE("csv: quotes, line ends, spaces and marks of RFC 4180 and of spreadsheets") {
  const std::string text =
      GENERATE("name,age\nAnn,1\nBob,2\n", "name,age\r\nAnn,1\r\nBob,2", "name,age\rAnn,1\rBob,2\r",
               "\xEF\xBB\xBFname,age\nAnn,1\nBob,2\n", "name;age\nAnn;1\nBob;2\n",
               "name\tage\nAnn\t1\nBob\t2\n", "\"name\",\"age\"\n\"Ann\",\"1\"\n\"Bob\",2\n",
               " name , age \nAnn , 1\n Bob,2 \n", "\nname,age\n\nAnn,1\n,\nBob,2\n\n\n");
  CAPTURE(text);
  const CsvTable table(text);
  REQUIRE(table.columns() == 2);
  CHECK(table.name(0) == "name");
  CHECK(table.name(1) == "age");
  CHECK(cells_of(table) == std::vector<std::string>{"Ann", "1", "Bob", "2"});
}

TEST_CASE("csv: separators, quotation marks and line ends within quotes") {
  const CsvTable table(
      std::string_view("a,b\n\"x, y\",1\n\"say \"\"hi\"\"\",2\n\"two\r\nlines\",3\n"
                       "\"\"\"\",4\n"));
  CHECK(cells_of(table) ==
        std::vector<std::string>{"x, y", "1", "say \"hi\"", "2", "two\r\nlines", "3", "\"", "4"});
  CHECK(table.place(3, 1) == "Row 5, column “b”");
}

TEST_CASE("csv: the separator that cuts all rows alike is taken") {
  CHECK(CsvTable("a;b\n1,5;2,5\n3,5;4,5\n").columns() == 2);
  CHECK(CsvTable("1,5;2,5\n3,5;4,5\n").columns() == 2);
  CHECK(CsvTable("a,b\n\"1;2\",3\n\"4;5\",6\n").columns() == 2);
  CHECK(CsvTable("a\tb\n1,2\t3;4\n5,6\t7;8\n").columns() == 2);
}

TEST_CASE("csv: a first line that names the separator is understood, and is no row") {
  const std::string text =
      GENERATE("sep=;\nname;age\nAnn;1\nBob;2\n", "sep=,\r\nname,age\r\nAnn,1\r\nBob,2\r\n",
               "\xEF\xBB\xBFSEP=\t\rname\tage\rAnn\t1\rBob\t2\r", "sep=|\nname|age\nAnn|1\nBob|2");
  CAPTURE(text);
  const CsvTable table(text);
  CHECK(table.name(1) == "age");
  CHECK(cells_of(table) == std::vector<std::string>{"Ann", "1", "Bob", "2"});
  CHECK(table.place(1, 1) == "Row 3, column “age”");
}

TEST_CASE("csv: the separator that is named holds where another would fit as well") {
  const CsvTable semicolons("sep=;\n1,5;2,5\n3,5;4,5\n");
  CHECK(semicolons.decimal_comma());
  CHECK(cells_of(semicolons) == std::vector<std::string>{"1,5", "2,5", "3,5", "4,5"});
  CHECK(CsvTable("sep=,\na;1,b\n1,2\n3,4\n").name(0) == "a;1");
  check_refused("sep=;\na,b\n1,2\n3,4\n", "Row 1 has one column only");
  check_refused("sep=;", "The CSV text is empty");
}

TEST_CASE("csv: a row that only begins like such a line is one") {
  CHECK(CsvTable("sep=,b\n1,2\n3,4\n").name(0) == "sep=");
  CHECK(CsvTable("sep,b\n1,2\n3,4\n").name(0) == "sep");
  CHECK(CsvTable("sep=\",b\n1,2\n3,4\n").name(0) == "sep=\"");
}

TEST_CASE("csv: a decimal comma is read where semicolons separate") {
  const Dataset d = make_task({{"kind", "csv"}, {"text", "a;b\n1,5;1\n2,5;2,25\n3,5;3\n"}});
  CHECK(d.target.kind == TargetKind::values);
  CHECK(d.input.shape == Shape{1});
}

TEST_CASE("csv: a header is told from data") {
  CHECK(CsvTable("a,b\n1,2\n3,4\n").name(0) == "a");
  CHECK(CsvTable("1,2\n3,4\n").name(0) == "column 1");
  CHECK(CsvTable("1,2\n3,4\n").rows() == 2);
  CHECK(CsvTable("kind,colour\ncat,black\ndog,brown\ncat,brown\n").name(1) == "colour");
  CHECK(CsvTable("cat,black\ndog,brown\ncat,brown\n").name(1) == "column 2");
  CHECK(CsvTable(",a\n1,2\n3,4\n").name(0) == "column 1");
  CHECK(CsvTable("city,2019\nRome,1\nOslo,2\n").rows() == 3);
}

TEST_CASE("csv: cells that are numbers, and that are not") {
  double v = 0;
  const auto [text, value] = GENERATE(table<std::string, double>({{"0", 0},
                                                                  {"-1.5", -1.5},
                                                                  {"+2.", 2},
                                                                  {".5", 0.5},
                                                                  {"1e3", 1000},
                                                                  {"1E-3", 0.001},
                                                                  {"0012", 12},
                                                                  {"0.1", 0.1}}));
  REQUIRE(csv_number(text, false, v));
  CHECK(v == value);
  for (const char* other :
       {"",   "abc", "1a", "a1", "inf", "nan", "-inf",  "Infinity", "0x10",  "1e",
        "e5", ".",   "-",  "+",  "1 2", "1,5", "1_000", "--1",      "1.2.3", "１"}) {
    CAPTURE(other);
    CHECK_FALSE(csv_number(other, false, v));
  }
  CHECK(csv_number("1,5", true, v));
  CHECK(v == 1.5);
  CHECK_FALSE(csv_number("1,5,0", true, v));
}

TEST_CASE("csv: what a column is") {
  std::string text = "n,c,id,half,empty,label\n";
  for (int i = 0; i < 40; ++i) {
    text += (i == 3 ? "NA" : std::to_string(i)) + "," + (i % 3 ? "u" : "v") + ",id" +
            std::to_string(i) + "," + (i % 2 ? "x" : "1") + ",," + std::to_string(i % 2) + "\n";
  }
  const auto columns = csv_columns(text);
  REQUIRE(columns.size() == 6);
  CHECK((columns[0].numeric && columns[0].missing == 1 && columns[0].distinct == 39));
  CHECK((columns[0].inputs() == 1 && !columns[0].classes() && !columns[0].can_be_target()));
  CHECK((!columns[1].numeric && columns[1].distinct == 2 && columns[1].inputs() == 2));
  CHECK((!columns[2].numeric && columns[2].distinct == 40 && columns[2].inputs() == 0));
  CHECK((!columns[3].numeric && columns[3].distinct == 2 && columns[3].can_be_target()));
  CHECK((columns[4].missing == 40 && columns[4].inputs() == 0 && !columns[4].can_be_target()));
  CHECK((columns[5].numeric && columns[5].classes() && columns[5].can_be_target()));
  // and the task uses those columns that can be inputs
  const Dataset d = make_task(csv(text, "label"));
  CHECK(d.input.names == std::vector<std::string>{"n", "c=u", "c=v", "half=1", "half=x"});
  CHECK(d.target.names == std::vector<std::string>{"0", "1"});
}

TEST_CASE("csv: text cells become one input for each category") {
  const Dataset d = make_task(csv("colour,size,y\nred,1,0\nblue,2,1\n,3,0\nred,4,1\n"));
  REQUIRE(d.input.names == std::vector<std::string>{"colour=blue", "colour=red", "size"});
  int blue = 0, red = 0, none = 0;
  for (std::size_t row = 0; row < 4; ++row) {
    blue += d.x[3 * row] == 1 && d.x[3 * row + 1] == 0;
    red += d.x[3 * row] == 0 && d.x[3 * row + 1] == 1;
    none += d.x[3 * row] == 0 && d.x[3 * row + 1] == 0;
  }
  CHECK((blue == 1 && red == 2 && none == 1));
}

TEST_CASE("csv: numbers are standardised with the training rows' mean and deviation") {
  std::string text = "a,y\n";
  for (int i = 0; i < 50; ++i) {
    text += (i == 7 ? "" : std::to_string(100 + i * i)) + "," + std::to_string(i * 2.5 - 3) + "\n";
  }
  const Dataset d = make_task(csv(text), 3);
  REQUIRE(d.target.kind == TargetKind::values);
  double mean = 0, square = 0, target = 0;
  int zeros = 0;
  for (int i = 0; i < d.train; ++i) {
    const double x = d.x[static_cast<std::size_t>(i)];
    zeros += x == 0;
    mean += x / d.train;
    square += x * x / d.train;
    target += d.y[static_cast<std::size_t>(i)] / d.train;
  }
  const int missing = zeros;  // the missing one is 0, in one part or the other
  CHECK(missing <= 1);
  CHECK_THAT(mean, WithinAbs(0, 1e-6));
  CHECK_THAT(square * d.train / (d.train - missing), WithinAbs(1, 1e-5));
  CHECK_THAT(target, WithinAbs(0, 1e-6));
  // and the way back
  const auto& a = d.input.scaling.at(0);
  for (std::size_t i = 0; i < 50; ++i) {
    const double y = d.target.scaling.offset + d.target.scaling.unit * d.y[i];
    const double k = (y + 3) / 2.5;
    CHECK_THAT(k, WithinAbs(std::round(k), 1e-4));
    if (d.x[i] != 0) CHECK_THAT(a.offset + a.unit * d.x[i], WithinAbs(100 + k * k, 1e-2));
  }
}

TEST_CASE("csv: held-out rows do not change what training sees") {
  // Another value in one row: the rows trained on stay equal exactly when that row is held out.
  std::string one = "a,y\n", other = one;
  for (int i = 0; i < 20; ++i) {
    one += std::to_string(i) + "," + std::to_string(i % 2) + "\n";
    other += std::to_string(i == 13 ? 500 : i) + "," + std::to_string(i % 2) + "\n";
  }
  int held_out = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Dataset a = make_task(csv(one), seed), b = make_task(csv(other), seed);
    const bool equal = std::equal(a.x.begin(), a.x.begin() + a.train, b.x.begin());
    int differing = 0;
    for (int i = a.train; i < a.size(); ++i) {
      differing += a.x[static_cast<std::size_t>(i)] != b.x[static_cast<std::size_t>(i)];
    }
    if (equal) CHECK(differing == 1);
    held_out += equal;
  }
  CHECK(held_out > 0);
  CHECK(held_out < 20);
}

TEST_CASE("csv: what is predicted follows from the target, and can be said") {
  Json json = csv(sheet(30), "colour");
  Dataset d = make_task(json);
  CHECK(d.target.kind == TargetKind::classes);
  CHECK(d.target.names == std::vector<std::string>{"green", "red"});
  CHECK_THAT(d.chance, WithinAbs(0.5, 1e-9));
  d = make_task(csv(sheet(30), "x"));
  CHECK(d.target.kind == TargetKind::values);
  CHECK(d.target.names == std::vector<std::string>{"x"});
  CHECK(make_task(csv(sheet(30))).target.names == std::vector<std::string>{"green", "red"});

  json = csv(sheet(30), "x");
  json["predict"] = "class";
  d = make_task(json);
  CHECK(d.target.kind == TargetKind::classes);
  CHECK(d.target.count == 17);
  CHECK(d.target.names.at(2) == "2");  // by size, not as texts
  json = csv(sheet(30), "colour");
  json["predict"] = "value";
  CHECK_THROWS_MATCHES(make_task(json), Error, says("“colour” holds texts"));
}

TEST_CASE("csv: the input columns can be chosen") {
  Json json = csv(sheet(30), "x");
  json["columns"] = "y";
  CHECK(make_task(json).input.names == std::vector<std::string>{"y"});
  json["columns"] = "colour, \"y\"";
  CHECK(make_task(json).input.names == std::vector<std::string>{"y", "colour=green", "colour=red"});
  json["columns"] = "y,z";
  CHECK_THROWS_MATCHES(make_task(json), Error, says("`task.columns`: there is no column “z”"));
  json["columns"] = "x,y";
  CHECK_THROWS_MATCHES(make_task(json), Error, says("“x”, which is to be predicted"));
  json["columns"] = "\"y";
  CHECK_THROWS_AS(make_task(json), Error);
}

TEST_CASE("csv: what cannot be used is refused with its place") {
  check_refused("", "The CSV text is empty");
  check_refused("\n\n \n", "The CSV text is empty");
  check_refused("a,b\n", "has 0 rows of data; at least 2");
  check_refused("a,b\n1,2\n", "has 1 row of data; at least 2");
  check_refused("a\n1\n2\n", "Row 1 has one column only");
  check_refused("a|b\n1|2\n3|4\n", "Row 1 has one column only");
  check_refused("a,b\n1,2\n3\n4,5\n", "Row 3 has 1 cell, where the first row has 2");
  check_refused("a,b\n1,2\n3,4,5\n", "Row 3 has 3 cells, where the first row has 2");
  check_refused("a,b\n\n1,2\n\n3,4,5\n", "Row 5 has 3 cells");
  check_refused("a,a\n1,2\n3,4\n", "Row 1: two columns are called “a”");
  check_refused("column 2,\n1,2\n3,4\n", "Row 1: two columns are called “column 2”");
  check_refused("a,b\n1,\"2\n3,4\n", "Row 2, column 2: the quotation mark that opens this cell");
  check_refused("a,b\n1,2\n\"3\"x,4\n", "Row 3, column 1: there is text after the closing");
  check_refused(std::string("a,b\n1,\0\n3,4\n", 12), "holds a zero byte, at byte 7");
  check_refused("a,b\n1,2\n3,\n4,5\n", "Row 3, column “b”: the value to predict is missing");
  check_refused("a,b\n1,2\n3,2\n", "“b” holds the same value in every row");
  check_refused(sheet(30), "`task.target`: there is no column “z”; choose among “x”, “y”, “colour”",
                "z");
  check_refused("a,b,y\n1,p,0\n2,q,1\n1e200,p,1\n", "Row 4, column “a”: “1e200” is too large");
  check_refused("a,y\n1,0\n2,1\n1e999,0\n", "Row 4, column “a”: “1e999” is too large");
}

TEST_CASE("csv: a text among numbers is refused with its place") {
  std::string text = "age,y\n";
  for (int i = 1; i <= 30; ++i) {
    text += (i == 16 ? "abc" : std::to_string(20 + i)) + "," + std::to_string(i % 2) + "\n";
  }
  check_refused(text, "Row 17, column “age”: “abc” is not a number");
  text.replace(text.find("abc"), 3, "inf");
  check_refused(text, "Row 17, column “age”: “inf” is not a number");
  text.replace(text.find("inf"), 3, "nan");
  CHECK(make_task(csv(text)).size() == 30);  // a missing value
  text.replace(text.find("nan"), 3, "a,b");
  check_refused(text, "Row 17 has 3 cells");
}

TEST_CASE("csv: a cell far from all the others is refused rather than trained on") {
  std::string text = "a,y\n";
  for (int i = 0; i < 30; ++i)
    text += (i == 5 ? "1e60" : "1") + std::string(",") + std::to_string(i % 2) + "\n";
  int refused = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    try {
      for (const float v : make_task(csv(text), seed).x) CHECK(std::isfinite(v));
    } catch (const Error& e) {
      CHECK_THAT(e.what(),
                 Catch::Matchers::ContainsSubstring("Row 7, column “a”: “1e60” lies more"));
      ++refused;
    }
  }
  CHECK(refused > 0);  // whenever it is held out
}

TEST_CASE("csv: sizes are bounded before memory is taken") {
  check_refused(std::string(csv_max_bytes + 1, 'x'),
                "task.text is a text of 2000001 bytes; at most 2000000");
  CHECK_THROWS_MATCHES(csv_columns(std::string(csv_max_bytes + 1, 'x')), Error,
                       says("The CSV text has 2000001 bytes"));
  check_refused(std::string(300, ',') + "\n", "Row 1 has more than 200 columns");
  std::string tall;
  for (int i = 0; i < 100'002; ++i) tall += "1,2\n";
  check_refused(tall, "more than 100000 rows");
  std::string texts = "id,y\n";
  for (int i = 0; i < 33; ++i)
    texts += "t" + std::to_string(i) + "," + std::to_string(i % 2) + "\n";
  check_refused(texts, "No column but the one to predict can be an input");
  Json chosen = csv(texts);
  chosen["columns"] = "id";
  CHECK_THROWS_MATCHES(make_task(chosen), Error, says("“id” holds 33 different texts"));
  std::string labels = "a,y\n";
  for (int i = 0; i < 51; ++i) labels += std::to_string(i) + ",t" + std::to_string(i) + "\n";
  check_refused(labels, "at most 50 classes");
  // 64 columns of 32 texts each
  std::string wide;
  for (int row = 0; row < 32; ++row) {
    for (int column = 0; column < 64; ++column) wide += "t" + std::to_string(row) + ",";
    wide += std::to_string(row % 2) + "\n";
  }
  check_refused(wide, "would become 2048 inputs");
}

TEST_CASE("csv: the largest tables are read") {
  std::string tall = "a,y\n";
  for (int i = 0; i < 100'000; ++i)
    tall += std::to_string(i % 977) + "," + std::to_string(i % 2) + "\n";
  CHECK(make_task(csv(tall)).size() == 100'000);
  std::string wide;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 199; ++column) wide += std::to_string(row * column) + ",";
    wide += std::to_string(row % 2) + "\n";
  }
  CHECK(make_task(csv(wide)).input.shape == Shape{199});
}

TEST_CASE("csv: random texts give columns or a sentence, nothing else") {
  Rng rng(11, "test");
  constexpr std::string_view alphabet = "0123,,,;\t\"\n\n\r .-+eaNx\xE2\x80\x9C";
  int read = 0, made = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (int n = rng.below(60); n > 0; --n) {
      text +=
          i % 4 == 0
              ? static_cast<char>(rng.below(256))
              : alphabet[static_cast<std::size_t>(rng.below(static_cast<int>(alphabet.size())))];
    }
    try {
      csv_columns(text);
      ++read;
      if (i % 4 == 0) continue;  // no JSON text could hold it
      const Dataset d = make_task(csv(text));
      for (const float v : d.x) REQUIRE(std::isfinite(v));
      for (const float v : d.y) REQUIRE(std::isfinite(v));
      ++made;
    } catch (const Error& e) {
      REQUIRE(std::string(e.what()).size() > 20);
    }
  }
  CHECK(read > 20);
  CHECK(made > 5);
}

TEST_CASE("csv: a table cut anywhere gives data or a sentence") {
  std::string text = "name,\"a \"\"b\"\"\",y\r\n";
  for (int i = 0; i < 6; ++i) {
    text += "\"Zoë, " + std::to_string(i) + "\",\"1\n2\"," + std::to_string(i) + ".5\r\n";
  }
  for (std::size_t length = 0; length <= text.size(); ++length) {
    try {
      csv_columns(std::string_view(text).substr(0, length));
    } catch (const Error& e) {
      CHECK_THAT(e.what(), Catch::Matchers::EndsWith("."));
    }
  }
  CHECK(csv_columns(text).at(1).name == "a \"b\"");
}

TEST_CASE("csv: cells in sentences are short and on one line") {
  CHECK(csv_quoted("a\nb") == "“a b”");
  const std::string euros = [] {
    std::string s;
    for (int i = 0; i < 30; ++i) s += "€";
    return s;
  }();
  CHECK(csv_quoted(euros) == "“" + euros.substr(0, 39) + "…”");
}
