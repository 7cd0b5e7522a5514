#include "tasks/csv_column.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tensor/error.h"

namespace lushan {
namespace {

constexpr double largest = 1e100;  // its square, times the rows, is still finite

struct Value {
  std::string_view text;
  double number = 0;
  bool is_number = false;
};

bool before(const Value& a, const Value& b) {
  if (a.is_number != b.is_number) return a.is_number;
  return a.is_number && a.number != b.number ? a.number < b.number : a.text < b.text;
}

// "1" and "1.0" are one value.
bool same(const Value& a, const Value& b) {
  if (a.is_number && b.is_number) return a.number == b.number;
  return a.text == b.text;
}

// All values that are there, in order
std::vector<Value> sorted_values(const CsvTable& table, int column) {
  std::vector<Value> values;
  for (int row = 0; row < table.rows(); ++row) {
    Value v{table.cell(row, column)};
    if (csv_missing(v.text)) continue;
    v.is_number = csv_number(v.text, table.decimal_comma(), v.number);
    values.push_back(v);
  }
  std::sort(values.begin(), values.end(), before);
  return values;
}

CsvColumn describe_column(const CsvTable& table, int column) {
  std::vector<Value> values = sorted_values(table, column);
  CsvColumn c;
  c.name = table.name(column);
  c.missing = table.rows() - static_cast<int>(values.size());
  const auto numbers =
      std::count_if(values.begin(), values.end(), [](auto& v) { return v.is_number; });
  c.numeric = !values.empty() && 10 * numbers >= 9 * std::ssize(values);
  c.whole = std::all_of(values.begin(), values.end(),
                        [](auto& v) { return v.is_number && v.number == std::floor(v.number); });
  c.distinct = static_cast<int>(std::unique(values.begin(), values.end(), same) - values.begin());
  return c;
}

}  // namespace

int CsvColumn::inputs() const {
  if (numeric) return 1;
  return distinct <= csv_max_categories ? distinct : 0;
}

bool CsvColumn::classes() const {
  constexpr int few = 10;  // whole numbers from a short list are labels, such as 0 and 1
  return !numeric || (whole && distinct <= few);
}

bool CsvColumn::can_be_target() const {
  return missing == 0 && distinct >= 2 && (!classes() || distinct <= csv_max_classes);
}

std::vector<CsvColumn> describe_columns(const CsvTable& table) {
  std::vector<CsvColumn> list;
  for (int column = 0; column < table.columns(); ++column) {
    list.push_back(describe_column(table, column));
  }
  return list;
}

std::vector<CsvColumn> csv_columns(std::string_view text) {
  return describe_columns(CsvTable(text));
}

std::vector<double> column_numbers(const CsvTable& table, int column) {
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(table.rows()));
  for (int row = 0; row < table.rows(); ++row) {
    const std::string_view cell = table.cell(row, column);
    double value = std::numeric_limits<double>::quiet_NaN();
    if (!csv_missing(cell)) {
      if (!csv_number(cell, table.decimal_comma(), value)) {
        throw Error(table.place(row, column) + ": " + csv_quoted(cell) +
                    " is not a number, while most of the column is. Correct the cell or its row, "
                    "or leave the column out.");
      }
      if (!(std::abs(value) <= largest)) {
        throw Error(table.place(row, column) + ": " + csv_quoted(cell) +
                    " is too large; numbers up to 1e100 can be used. Correct the cell, or leave "
                    "the column out.");
      }
    }
    values.push_back(value);
  }
  return values;
}

std::vector<std::string_view> column_categories(const CsvTable& table, int column) {
  std::vector<Value> values = sorted_values(table, column);
  values.erase(std::unique(values.begin(), values.end(), same), values.end());
  std::vector<std::string_view> texts;
  for (const Value& v : values) texts.push_back(v.text);
  return texts;
}

}  // namespace lushan
