#include <algorithm>
#include <cmath>

#include "tasks/csv_column.h"
#include "tasks/split.h"
#include "tensor/error.h"

namespace lushan {
namespace {

constexpr int max_inputs = 1000;
constexpr std::size_t max_values = 20'000'000;  // inputs of all rows together: 80 MB

constexpr std::string_view kinds[] = {"auto", "value", "class"};

struct CsvOptions {
  std::string text;
  std::string target;   // name of the column to predict; empty: the last one
  std::string columns;  // names of the input columns, as a CSV record; empty: all that can be
  std::string predict = "auto";  // auto: numbers are values unless there are few, all whole
  double train_share = 0.8;
  void fields(Fields& f) {
    f.text("text", text, csv_max_bytes);
    f.text("target", target, 1000);
    f.text("columns", columns, 20000);
    f.choice("predict", predict, kinds);
    f.number("train_share", train_share, share_range);
  }
};

int find_column(const CsvTable& table, const std::string& name, const char* field) {
  std::string all;
  for (int column = 0; column < table.columns(); ++column) {
    if (table.name(column) == name) return column;
    if (all.size() < 300) all += (column > 0 ? ", " : "") + csv_quoted(table.name(column));
  }
  throw Error(std::string(field) + " there is no column " + csv_quoted(name) + "; choose among " +
              all + ".");
}

// The columns to learn from, in the order of the table
std::vector<int> input_columns(const CsvTable& table, std::span<const CsvColumn> about,
                               const CsvOptions& o, int target) {
  std::vector<int> chosen;
  if (o.columns.empty()) {
    for (int column = 0; column < table.columns(); ++column) {
      if (column != target && about[static_cast<std::size_t>(column)].inputs() > 0)
        chosen.push_back(column);
    }
    if (chosen.empty()) {
      throw Error(
          "No column but the one to predict can be an input: each is empty, or holds texts of more "
          "than " +
          std::to_string(csv_max_categories) +
          " kinds. Add a column of numbers or of a few categories.");
    }
    return chosen;
  }
  for (const std::string& name : csv_record(o.columns)) {
    const int column = find_column(table, name, "`task.columns`:");
    if (column == target) {
      throw Error("`task.columns` names " + csv_quoted(name) +
                  ", which is to be predicted; take it out, or predict another column.");
    }
    const CsvColumn& described = about[static_cast<std::size_t>(column)];
    if (described.inputs() == 0) {
      throw Error("Column " + csv_quoted(name) + " holds " + std::to_string(described.distinct) +
                  " different texts; an input column may hold 1 to " +
                  std::to_string(csv_max_categories) + ". Leave it out of `task.columns`.");
    }
    chosen.push_back(column);
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

void refuse_missing_targets(const CsvTable& table, int column) {
  for (int row = 0; row < table.rows(); ++row) {
    if (!csv_missing(table.cell(row, column))) continue;
    throw Error(table.place(row, column) +
                ": the value to predict is missing. Fill it in, or delete the row.");
  }
}

// Position of the cell's value among the categories, which are distinct; -1 when it is missing.
int category_of(const CsvTable& table, int row, int column,
                std::span<const std::string_view> categories) {
  const std::string_view cell = table.cell(row, column);
  if (csv_missing(cell)) return -1;
  double value = 0, other = 0;
  const bool number = csv_number(cell, table.decimal_comma(), value);
  const auto found = std::find_if(categories.begin(), categories.end(), [&](std::string_view c) {
    return c == cell || (number && csv_number(c, table.decimal_comma(), other) && other == value);
  });
  return static_cast<int>(found - categories.begin());
}

// Mean and standard deviation over the training rows' values, missing ones (NaN) left out.
Scaling scaling_of(std::span<const double> values, std::span<const int> training) {
  double sum = 0, squares = 0;
  int n = 0;
  for (const int row : training) {
    const double v = values[static_cast<std::size_t>(row)];
    if (std::isnan(v)) continue;
    sum += v;
    ++n;
  }
  if (n == 0) return {};
  const double mean = sum / n;
  for (const int row : training) {
    const double v = values[static_cast<std::size_t>(row)];
    if (!std::isnan(v)) squares += (v - mean) * (v - mean);
  }
  const double deviation = std::sqrt(squares / n);
  return {mean, deviation > 0 ? deviation : 1};
}

float standardised(const CsvTable& table, int row, int column, double value, const Scaling& s) {
  constexpr double far = 1e6;
  const double z = (value - s.offset) / s.unit;
  if (!(std::abs(z) <= far)) {
    throw Error(table.place(row, column) + ": " + csv_quoted(table.cell(row, column)) +
                " lies more than a million standard deviations from the training rows' mean. "
                "Correct the cell, or leave the column out.");
  }
  return static_cast<float>(z);
}

// The table's input columns as (N, inputs), rows in `order`, of which the first d.train are trained
// on. A missing number becomes the training rows' mean, a missing category no category.
class Inputs {
 public:
  Inputs(const CsvTable& table, std::span<const CsvColumn> about, std::span<const int> columns,
         std::span<const int> order, Dataset& d)
      : table_(table), order_(order), d_(d) {
    int width = 0;
    for (const int column : columns) width += about[static_cast<std::size_t>(column)].inputs();
    if (width > max_inputs || order.size() * static_cast<std::size_t>(width) > max_values) {
      throw Error("The columns would become " + std::to_string(width) + " inputs for " +
                  std::to_string(order.size()) + " rows; at most " + std::to_string(max_inputs) +
                  " inputs, and 20 million values in all, can be used. Leave columns out.");
    }
    width_ = static_cast<std::size_t>(width);
    d.input.shape = Shape{width};
    d.x.resize(order.size() * width_);
    for (const int column : columns) {
      if (about[static_cast<std::size_t>(column)].numeric) {
        add_numbers(column);
      } else {
        add_categories(column);
      }
    }
  }

 private:
  float& x(std::size_t row, std::size_t column) { return d_.x[row * width_ + column]; }

  void add_numbers(int column) {
    const std::vector<double> values = column_numbers(table_, column);
    const auto training = order_.subspan(0, static_cast<std::size_t>(d_.train));
    const Scaling scaling = scaling_of(values, training);
    double least = 0, most = 0;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const double value = values[static_cast<std::size_t>(order_[i])];
      if (std::isnan(value)) continue;
      const float z = standardised(table_, order_[i], column, value, scaling);
      x(i, next_) = z;
      least = std::min<double>(least, z);
      most = std::max<double>(most, z);
    }
    const double margin = most > least ? 0.05 * (most - least) : 1;
    describe(table_.name(column), {least - margin, most + margin}, scaling);
  }

  // All rows' categories, not only the training rows': the number of inputs must not depend on the
  // seed. One that training never shows is an input that was always 0.
  void add_categories(int column) {
    const std::vector<std::string_view> categories = column_categories(table_, column);
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const int category = category_of(table_, order_[i], column, categories);
      if (category >= 0) x(i, next_ + static_cast<std::size_t>(category)) = 1;
    }
    for (const std::string_view category : categories) {
      describe(table_.name(column) + "=" + std::string(category), {0, 1}, {});
    }
  }

  void describe(std::string name, std::array<double, 2> range, Scaling scaling) {
    d_.input.names.push_back(std::move(name));
    d_.input.ranges.push_back(range);
    d_.input.scaling.push_back(scaling);
    ++next_;
  }

  const CsvTable& table_;
  std::span<const int> order_;
  Dataset& d_;
  std::size_t width_ = 0;
  std::size_t next_ = 0;  // input column to be filled
};

// y as class indices
void read_classes(const CsvTable& table, int column, Dataset& d) {
  const std::vector<std::string_view> classes = column_categories(table, column);
  if (std::ssize(classes) > csv_max_classes) {
    throw Error("Column " + csv_quoted(table.name(column)) + " holds " +
                std::to_string(classes.size()) + " different values; at most " +
                std::to_string(csv_max_classes) +
                " classes can be told apart. Predict another "
                "column, or a value.");
  }
  d.target = {TargetKind::classes, static_cast<int>(classes.size()), {}, {}};
  d.target.names.assign(classes.begin(), classes.end());
  for (int row = 0; row < table.rows(); ++row) {
    d.y.push_back(static_cast<float>(category_of(table, row, column, classes)));
  }
}

// A table of the user's. Everything that is learnt from the rows, mean and deviation, comes from
// the training rows alone.
Dataset make_csv(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<CsvOptions>();
  const CsvTable table(o.text);
  const std::vector<CsvColumn> about = describe_columns(table);
  const int target =
      o.target.empty() ? table.columns() - 1 : find_column(table, o.target, "`task.target`:");
  const std::vector<int> columns = input_columns(table, about, o, target);
  refuse_missing_targets(table, target);
  const CsvColumn& predicted = about[static_cast<std::size_t>(target)];
  if (predicted.distinct < 2) {
    throw Error("Column " + csv_quoted(predicted.name) +
                " holds the same value in every row; predict a column that varies.");
  }

  if (o.predict == "value" && !predicted.numeric) {
    throw Error("`task.predict` is `value`, but the column " + csv_quoted(predicted.name) +
                " holds texts; choose `class`, or predict a column of numbers.");
  }

  Dataset d;
  std::vector<double> values;
  if (o.predict == "class" || (o.predict == "auto" && predicted.classes())) {
    read_classes(table, target, d);
  } else {
    values = column_numbers(table, target);
    d.target = {TargetKind::values, 1, {predicted.name}, {}};
    d.y.resize(values.size());
  }
  const std::vector<int> order = random_order(d, seed);
  d.train = train_count(d.size(), o.train_share);
  if (d.target.kind == TargetKind::classes) {
    d.y = reordered(d.y, order);
  } else {
    d.target.scaling =
        scaling_of(values, std::span(order).first(static_cast<std::size_t>(d.train)));
    for (std::size_t i = 0; i < order.size(); ++i) {
      const double value = values[static_cast<std::size_t>(order[i])];
      d.y[i] = standardised(table, order[i], target, value, d.target.scaling);
    }
  }
  d.chance = chance_level(d);
  Inputs(table, about, columns, order, d);
  return d;
}

}  // namespace

const TaskDef task_csv = {.name = "csv",
                          .defaults = default_settings<CsvOptions>,
                          .group = "own",
                          .input = ValueKind::vector,
                          .make = make_csv};

}  // namespace lushan
