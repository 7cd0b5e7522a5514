#include "tasks/csv_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <set>

#include "tensor/error.h"

namespace lushan {
namespace {

using Cells = std::vector<std::string_view>;

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

std::string row_and_column(int row, int column) {
  return "Row " + std::to_string(row) + ", column " + std::to_string(column);
}

// Takes records off the front of a text.
class Reader {
 public:
  Reader(std::string_view text, char separator, std::deque<std::string>& unescaped)
      : rest_(text), separator_(separator), unescaped_(unescaped) {}

  // The next record; false at the end of the text.
  bool next(Cells& cells) {
    cells.clear();
    if (rest_.empty()) return false;
    ++row_;
    do {
      if (cells.size() == csv_max_columns) {
        throw Error("Row " + std::to_string(row_) + " has more than " +
                    std::to_string(csv_max_columns) + " columns; delete some.");
      }
      cells.push_back(take_cell(static_cast<int>(cells.size()) + 1));
    } while (take_separator());
    take_line_end();
    return true;
  }

  int row() const { return row_; }  // of the record taken last, counted from 1

 private:
  bool at_end_of_cell() const {
    return rest_.empty() || rest_[0] == separator_ || rest_[0] == '\n' || rest_[0] == '\r';
  }

  std::string_view take(std::size_t n) {
    const auto taken = rest_.substr(0, n);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  bool take_separator() {
    if (rest_.empty() || rest_[0] != separator_) return false;
    take(1);
    return true;
  }

  void take_line_end() { take(rest_.starts_with("\r\n") ? 2 : 1); }

  std::string_view take_cell(int column) {
    while (!rest_.empty() && rest_[0] == ' ') take(1);
    if (!rest_.empty() && rest_[0] == '"') return take_quoted(column);
    const char ends[] = {separator_, '\n', '\r'};
    const auto cell = take(rest_.find_first_of(std::string_view(ends, sizeof ends)));
    return trimmed(cell);
  }

  std::string_view take_quoted(int column) {
    take(1);
    std::string* joined = nullptr;  // once the cell holds a doubled quotation mark
    for (;;) {
      const std::size_t end = rest_.find('"');
      if (end == std::string_view::npos) {
        throw Error(row_and_column(row_, column) +
                    ": the quotation mark that opens this cell is never closed. Close it, or "
                    "delete it.");
      }
      const auto part = take(end);
      take(1);
      const bool doubled = !rest_.empty() && rest_[0] == '"';
      if (doubled && joined == nullptr) joined = &unescaped_.emplace_back();
      if (joined != nullptr) *joined += part;
      if (doubled) {
        take(1);
        *joined += '"';
        continue;
      }
      while (!rest_.empty() && rest_[0] == ' ') take(1);
      if (!at_end_of_cell()) {
        throw Error(row_and_column(row_, column) +
                    ": there is text after the closing quotation mark. Write quotation marks "
                    "within a quoted cell twice.");
      }
      return joined != nullptr ? std::string_view(*joined) : part;
    }
  }

  std::string_view rest_;
  char separator_;
  std::deque<std::string>& unescaped_;
  int row_ = 0;
};

bool blank_row(const Cells& cells) {
  return std::all_of(cells.begin(), cells.end(), [](std::string_view c) { return c.empty(); });
}

// How many of the first records have as many cells as the first one, which must have several.
struct Fit {
  int alike = 0;
  int records = 0;
  std::size_t cells = 0;
  bool perfect() const { return alike > 0 && alike == records; }
};

Fit fit(std::string_view text, char separator) {
  constexpr int tried = 20;
  std::deque<std::string> unescaped;
  Reader reader(text, separator, unescaped);
  Fit result;
  Cells cells;
  try {
    while (result.records < tried && reader.next(cells)) {
      if (blank_row(cells)) continue;
      if (result.records == 0) result.cells = cells.size();
      if (result.cells > 1 && cells.size() == result.cells) ++result.alike;
      ++result.records;
    }
  } catch (const Error&) {
    ++result.records;  // reported when the text is read in earnest
  }
  return result;
}

// Commas come last: they also stand within the numbers and texts of files with other separators.
char find_separator(std::string_view text) {
  char best = ',';
  int alike = 0;
  for (const char separator : {'\t', ';', ','}) {
    const Fit f = fit(text, separator);
    if (f.perfect()) return separator;
    if (f.alike > alike) {
      alike = f.alike;
      best = separator;
    }
  }
  return best;
}

// Takes a first line such as "sep=;" off a text, by which spreadsheets are told the separator, and
// returns what it names; 0 where there is none.
char take_named_separator(std::string_view& text) {
  constexpr std::string_view opening = "sep=";
  const bool opens = text.size() > opening.size() &&
                     std::equal(opening.begin(), opening.end(), text.begin(), [](char o, char c) {
                       return o == (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
                     });
  if (!opens) return 0;
  const char separator = text[opening.size()];
  std::string_view rest = text.substr(opening.size() + 1);
  if (std::string_view(" \"\r\n").find(separator) != std::string_view::npos) return 0;
  if (!rest.empty() && rest[0] != '\n' && rest[0] != '\r') return 0;
  rest.remove_prefix(rest.starts_with("\r\n") ? 2 : rest.empty() ? 0 : 1);
  text = rest;
  return separator;
}

}  // namespace

CsvTable::CsvTable(std::string_view text) {
  if (text.size() > csv_max_bytes) {
    throw Error("The CSV text has " + std::to_string(text.size()) + " bytes; at most " +
                std::to_string(csv_max_bytes) + " can be read. Delete rows or columns.");
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    throw Error("The CSV text holds a zero byte, at byte " + std::to_string(zero + 1) +
                ", so it is not plain text; save it as CSV in UTF-8.");
  }
  const char named = take_named_separator(text);
  separator_ = named != 0 ? named : find_separator(text);
  read_cells(text);
  name_columns();
  if (rows() < 2) {
    throw Error("The CSV text has " + std::to_string(rows()) + (rows() == 1 ? " row" : " rows") +
                " of data; at least 2 are needed, one to learn from and one held out.");
  }
}

void CsvTable::read_cells(std::string_view text) {
  Reader reader(text, separator_, unescaped_);
  Cells record;
  std::size_t columns = 0;
  while (reader.next(record)) {
    if (blank_row(record)) continue;
    if (columns == 0) columns = record.size();
    if (columns < 2) {
      throw Error("Row " + std::to_string(reader.row()) +
                  " has one column only; at least two are needed, separated by commas, semicolons "
                  "or tabs.");
    }
    if (record.size() != columns) {
      throw Error("Row " + std::to_string(reader.row()) + " has " + std::to_string(record.size()) +
                  (record.size() == 1 ? " cell" : " cells") + ", where the first row has " +
                  std::to_string(columns) +
                  ". Add or delete cells, or put quotation marks around a cell that holds a "
                  "separator.");
    }
    if (row_numbers_.size() > csv_max_rows) {
      throw Error("The CSV text has more than " + std::to_string(csv_max_rows) +
                  " rows; delete some.");
    }
    cells_.insert(cells_.end(), record.begin(), record.end());
    row_numbers_.push_back(reader.row());
  }
  if (columns == 0) throw Error("The CSV text is empty; give a header and rows of data.");
  names_.resize(columns);
}

// The first row names the columns, or they are numbered.
void CsvTable::name_columns() {
  const bool header = has_header();
  std::set<std::string, std::less<>> seen;
  for (int column = 0; column < columns(); ++column) {
    std::string& name = names_[static_cast<std::size_t>(column)];
    if (header) name = cell(0, column);
    if (name.empty()) name = "column " + std::to_string(column + 1);
    if (!seen.insert(name).second) {
      throw Error("Row " + std::to_string(row_numbers_[0]) + ": two columns are called " +
                  csv_quoted(name) + ". Give every column a name of its own.");
    }
  }
  if (!header) return;
  cells_.erase(cells_.begin(), cells_.begin() + columns());
  row_numbers_.erase(row_numbers_.begin());
}

// Whether the first row is of another nature than those below: a text above numbers, or else only
// texts of which none comes again in its column.
bool CsvTable::has_header() const {
  double ignored = 0;
  const auto is_number = [&](int row, int column) {
    return csv_number(cell(row, column), decimal_comma(), ignored);
  };
  bool any_number = false;
  for (int column = 0; column < columns(); ++column) {
    if (is_number(0, column)) {
      any_number = true;
      continue;
    }
    if (csv_missing(cell(0, column))) continue;
    int present = 0, numbers = 0;
    for (int row = 1; row < rows(); ++row) {
      present += !csv_missing(cell(row, column));
      numbers += is_number(row, column);
    }
    if (numbers > 0 && 2 * numbers > present) return true;
  }
  if (any_number) return false;
  for (int column = 0; column < columns(); ++column) {
    for (int row = 1; row < rows(); ++row) {
      if (cell(row, column) == cell(0, column)) return false;
    }
  }
  return true;
}

std::string CsvTable::place(int row, int column) const {
  return "Row " + std::to_string(row_numbers_[static_cast<std::size_t>(row)]) + ", column " +
         csv_quoted(name(column));
}

std::vector<std::string> csv_record(std::string_view text) {
  std::deque<std::string> unescaped;
  Reader reader(text, ',', unescaped);
  Cells cells;
  reader.next(cells);
  return {cells.begin(), cells.end()};
}

bool csv_missing(std::string_view cell) {
  if (cell.empty()) return true;
  constexpr std::array<std::string_view, 5> words = {"na", "n/a", "nan", "null", "?"};
  return std::any_of(words.begin(), words.end(), [cell](std::string_view word) {
    return std::equal(word.begin(), word.end(), cell.begin(), cell.end(), [](char w, char c) {
      return w == (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
  });
}

// strtod rounds correctly in both C libraries we build with, so the value has the same bits in
// both; what else it takes for a number (hexadecimals, infinities) is refused before it sees it.
bool csv_number(std::string_view cell, bool decimal_comma, double& value) {
  constexpr std::size_t max_length = 60;
  if (cell.empty() || cell.size() > max_length) return false;
  std::string text(cell);
  std::size_t i = 0;
  const auto skip_digits = [&] {
    const std::size_t start = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - start;
  };
  const auto skip_sign = [&] {
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
  };
  skip_sign();
  std::size_t digits = skip_digits();
  if (i < text.size() && (text[i] == '.' || (decimal_comma && text[i] == ','))) {
    text[i++] = '.';
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    skip_sign();
    if (skip_digits() == 0) return false;
  }
  if (i != text.size()) return false;
  value = std::strtod(text.c_str(), nullptr);
  return true;
}

std::string csv_quoted(std::string_view cell) {
  constexpr std::size_t max_length = 40;
  std::string text(cell.substr(0, max_length));
  if (cell.size() > max_length) {
    // not within a character of several bytes
    while (!text.empty() && (cell[text.size()] & 0xC0) == 0x80) text.pop_back();
    text += "…";
  }
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return "“" + text + "”";
}

}  // namespace lushan
