#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tasks/csv_table.h"

namespace lushan {

inline constexpr int csv_max_categories = 32;  // of an input column
inline constexpr int csv_max_classes = 50;     // of the target column

// What the cells of one column are.
struct CsvColumn {
  std::string name;
  bool numeric = false;  // nine in ten of the cells that are there are numbers
  int distinct = 0;      // different values that are there
  int missing = 0;
  bool whole = false;  // every value is a whole number

  // Inputs it becomes: one for numbers, one for each category, 0 when it cannot be an input.
  int inputs() const;
  // Whether it is rather a class than a value when it is predicted.
  bool classes() const;
  // Whether it can be predicted at all: as a value, or as one of at most csv_max_classes.
  bool can_be_target() const;
};

// Every column, in the order of the table.
std::vector<CsvColumn> describe_columns(const CsvTable&);

// The same of a text, for choosing among its columns. Throws Error as CsvTable does.
std::vector<CsvColumn> csv_columns(std::string_view text);

// The values of a column, missing ones as NaN. Throws Error at a cell that is neither a number nor
// missing, or is beyond 1e100.
std::vector<double> column_numbers(const CsvTable&, int column);

// The different values of a column, missing ones left out: numbers by size, then texts by bytes.
std::vector<std::string_view> column_categories(const CsvTable&, int column);

}  // namespace lushan
