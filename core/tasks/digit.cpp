#include "tasks/digit.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "tensor/error.h"

namespace lushan {
namespace {

constexpr int box_side = 20;
constexpr int max_side = 4096;
constexpr float faint = 0.5f / 255;  // what a pixel must exceed to count as ink

struct Box {
  int left, top, right, bottom;  // right and bottom are outside
  int width() const { return right - left; }
  int height() const { return bottom - top; }
};

Box box_of_ink(std::span<const float> pixels, int width, int height) {
  Box box{width, height, 0, 0};
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      if (!(pixels[static_cast<std::size_t>(row * width + column)] > faint)) continue;
      box = {std::min(box.left, column), std::min(box.top, row), std::max(box.right, column + 1),
             std::max(box.bottom, row + 1)};
    }
  }
  return box;
}

// The part of pixel i, which covers [i, i + 1], that lies within [from, to]
double overlap(int i, double from, double to) {
  return std::max(0.0, std::min(i + 1.0, to) - std::max<double>(i, from));
}

// Mean of the pixels within a rectangle of the plane, cut to the box of ink; paper is around it.
double mean_over(std::span<const float> pixels, int width, const Box& box, double left, double top,
                 double right, double bottom) {
  const int first_row = std::max(box.top, static_cast<int>(std::floor(top)));
  const int last_row = std::min(box.bottom, static_cast<int>(std::ceil(bottom)));
  const int first_column = std::max(box.left, static_cast<int>(std::floor(left)));
  const int last_column = std::min(box.right, static_cast<int>(std::ceil(right)));
  double sum = 0;
  for (int row = first_row; row < last_row; ++row) {
    double line = 0;
    for (int column = first_column; column < last_column; ++column) {
      line += overlap(column, left, right) * pixels[static_cast<std::size_t>(row * width + column)];
    }
    sum += overlap(row, top, bottom) * line;
  }
  return sum / ((right - left) * (bottom - top));
}

// Where `extent` pixels start so that their centre of mass, measured from their start, falls into
// the pixel right of (or below) the field's middle: so it is with all 10,000 digits of the package.
int start_of(double centre, int extent) {
  const int start = static_cast<int>(std::ceil(digit_side / 2.0 - centre));
  return std::clamp(start, 0, digit_side - extent);
}

}  // namespace

std::vector<float> normalize_digit(std::span<const float> pixels, int width, int height) {
  if (width < 1 || height < 1 || width > max_side || height > max_side ||
      pixels.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
    throw Error("A drawing of " + std::to_string(width) + " by " + std::to_string(height) +
                " pixels with " + std::to_string(pixels.size()) +
                " values cannot be read; give width times height values, at most 4096 a side.");
  }
  for (const float v : pixels) {
    if (!(v >= 0 && v <= 1)) {
      throw Error("The drawing has a pixel that is not between 0 and 1; scale it to that range.");
    }
  }
  const Box box = box_of_ink(pixels, width, height);
  if (box.width() <= 0) throw Error("The drawing is empty; draw a digit first.");

  const double scale = static_cast<double>(std::max(box.width(), box.height())) / box_side;
  const int columns = static_cast<int>(std::ceil(box.width() / scale));
  const int rows = static_cast<int>(std::ceil(box.height() / scale));
  std::vector<double> small(static_cast<std::size_t>(rows * columns));
  double mass = 0, centre_x = 0, centre_y = 0;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const double left = box.left + column * scale;
      const double top = box.top + row * scale;
      const double v = mean_over(pixels, width, box, left, top, left + scale, top + scale);
      small[static_cast<std::size_t>(row * columns + column)] = v;
      mass += v;
      centre_x += v * (column + 0.5);
      centre_y += v * (row + 0.5);
    }
  }
  const int left = start_of(centre_x / mass, columns);
  const int top = start_of(centre_y / mass, rows);
  std::vector<float> digit(digit_pixels);
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      digit[static_cast<std::size_t>((top + row) * digit_side + left + column)] =
          static_cast<float>(small[static_cast<std::size_t>(row * columns + column)]);
    }
  }
  return digit;
}

}  // namespace lushan
