#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace lushan {

inline constexpr std::size_t csv_max_bytes = 2'000'000;
inline constexpr int csv_max_rows = 100'000;
inline constexpr int csv_max_columns = 200;

// The cells of a CSV text (RFC 4180), spaces around them cut off. Separators are commas, semicolons
// or tabs, or what a first line such as "sep=|" names; lines end in LF, CRLF or CR; a byte-order
// mark and empty lines are passed over.
class CsvTable {
 public:
  // Throws Error with row and column. The views in a table end with the text it was read from.
  explicit CsvTable(std::string_view text);
  CsvTable(const CsvTable&) = delete;
  CsvTable& operator=(const CsvTable&) = delete;

  int rows() const { return static_cast<int>(row_numbers_.size()); }
  int columns() const { return static_cast<int>(names_.size()); }
  const std::string& name(int column) const { return names_[static_cast<std::size_t>(column)]; }

  std::string_view cell(int row, int column) const {
    return cells_[static_cast<std::size_t>(row) * names_.size() + static_cast<std::size_t>(column)];
  }

  // "1,5" is a number in files with semicolons: spreadsheets write these where the comma is the
  // decimal mark.
  bool decimal_comma() const { return separator_ == ';'; }

  // "Row 17, column “age”", counting rows as a spreadsheet does: from 1, header and empty ones
  // too, but not a line that names the separator.
  std::string place(int row, int column) const;

 private:
  void read_cells(std::string_view text);
  void name_columns();
  bool has_header() const;

  char separator_ = ',';
  std::vector<std::string> names_;
  std::vector<std::string_view> cells_;  // (rows, columns)
  std::vector<int> row_numbers_;
  std::deque<std::string> unescaped_;  // cells that are not a stretch of the text
};

// The cells of one record that is separated by commas. Throws Error.
std::vector<std::string> csv_record(std::string_view text);

// A missing value: an empty cell, or one of NA, N/A, NaN, null, ? in any case
bool csv_missing(std::string_view cell);

// Whether the cell is a decimal number, and which: infinite when it is too large for a double.
bool csv_number(std::string_view cell, bool decimal_comma, double& value);

// A cell in a message: “text”, shortened, without line ends
std::string csv_quoted(std::string_view cell);

}  // namespace lushan
