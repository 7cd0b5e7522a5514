#pragma once

#include <numbers>
#include <string>
#include <vector>

#include "tasks/split.h"
#include "tasks/uniform.h"

namespace lushan {

// Generators of points (x1, x2) in the square [-6, 6]^2. Geometry and the meaning of noise are
// TensorFlow Playground's where it has the data set (with two classes); the code and the random
// numbers are our own.

inline constexpr double planar_domain = 6;
inline constexpr int max_planar_classes = 6;

struct PlanarClassesOptions {
  int classes = 2;
  int samples = 500;
  double noise = 0;
  double train_share = 0.5;
  void fields(Fields& f) {
    f.integer("classes", classes, {.min = 2, .max = max_planar_classes});
    f.integer("samples", samples, {.min = 20, .max = 5000});
    f.number("noise", noise, {.min = 0, .max = 0.5});
    f.number("train_share", train_share, share_range);
  }
};

struct PlanarValuesOptions {
  int samples = 1200;
  double noise = 0;
  double train_share = 0.5;
  void fields(Fields& f) {
    f.integer("samples", samples, {.min = 20, .max = 5000});
    f.number("noise", noise, {.min = 0, .max = 0.5});
    f.number("train_share", train_share, share_range);
  }
};

// "-1" and "1" for two classes (the targets that value losses see), letters for more.
std::vector<std::string> class_names(int classes);

// A data set without rows: points of the plane, and a class for each.
Dataset planar_classes(int classes);

// Points anywhere in the square, and the value of a function at each, displaced by up to noise * 6
// along either axis.
Dataset planar_values(const PlanarValuesOptions&, std::uint64_t seed,
                      double (*value)(double x1, double x2));

// Appends a row; y: the index of its class, or its value.
void add_point(Dataset&, double x1, double x2, double y);

// Rows of class k when n rows are dealt out evenly.
int rows_of_class(int n, int classes, int k);

}  // namespace lushan
