#pragma once

#include <span>
#include <string_view>

#include "tasks/task.h"

namespace lushan {

// What the tasks share whose pictures of ten classes come in a file: MNIST and Fashion-MNIST.

inline constexpr int max_pictures_used = 10000;

struct PictureOptions {
  int samples = max_pictures_used;
  double train_share = 0.9;
  double shift = 1;   // pixels along either axis
  double rotate = 0;  // degrees
  double zoom = 0;    // as a share of the size

  void fields(Fields& f);
  bool moves() const { return shift > 0 || rotate > 0 || zoom > 0; }
};

// Which pictures are used, and which of them are held out, depends on the seed; every class keeps
// its share in both parts. Held-out pictures are never moved.
Dataset pictures(const PictureOptions&, std::string_view task,
                 std::span<const std::string_view> classes, std::uint64_t seed,
                 std::span<const std::byte> asset);

// The same with rows of zeros. chance: the share of the file's most frequent class
Dataset pictures_outline(const PictureOptions&, std::span<const std::string_view> classes,
                         double chance);

}  // namespace lushan
