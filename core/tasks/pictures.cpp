#include "tasks/pictures.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "kernels/scalar.h"
#include "tasks/picture_file.h"
#include "tasks/split.h"
#include "tasks/uniform.h"
#include "tensor/error.h"

namespace lushan {
namespace {

struct Span {
  int first, last;  // last is outside
};

// The rows and columns that hold ink; looks at bits, of which compilers make SIMD
std::array<Span, 2> ink_spans(const float* x) {
  std::array<std::uint32_t, picture_side> in_column{};
  Span rows{picture_side, 0}, columns{picture_side, 0};
  for (int row = 0; row < picture_side; ++row) {
    std::uint32_t in_row = 0;
    for (std::size_t column = 0; column < picture_side; ++column) {
      const auto bits =
          std::bit_cast<std::uint32_t>(x[row * picture_side + static_cast<int>(column)]);
      in_column[column] |= bits;
      in_row |= bits;
    }
    if (in_row != 0) rows = {std::min(rows.first, row), row + 1};
  }
  for (int column = 0; column < picture_side; ++column) {
    if (in_column[static_cast<std::size_t>(column)] == 0) continue;
    columns = {std::min(columns.first, column), column + 1};
  }
  return {rows, columns};
}

// What becomes of a picture: the pixel at p is what stood at R (p - shift) / scale, R turning by
// the angle with that sine and cosine, coordinates from the picture's middle.
struct Move {
  double sine, cosine, scale, shift_x, shift_y;
  float step_u = 0, step_v = 0;  // where it is read goes on by this from column to column
};

Move random_move(const PictureOptions& o, Rng& rng) {
  const double angle = uniform(rng, -o.rotate, o.rotate) * std::numbers::pi / 180;
  Move m{.sine = kernels::sin(angle),
         .cosine = kernels::cos(angle),
         .scale = 1 + uniform(rng, -o.zoom, o.zoom),
         .shift_x = uniform(rng, -o.shift, o.shift),
         .shift_y = uniform(rng, -o.shift, o.shift)};
  m.step_u = static_cast<float>(m.cosine / m.scale);
  m.step_v = static_cast<float>(m.sine / m.scale);
  return m;
}

constexpr double picture_middle = (picture_side - 1) / 2.0;

// Where the corners of the ink's box go bounds the rows and columns that need to be sampled at all.
std::array<Span, 2> moved_spans(const Move& m, const Span& rows, const Span& columns) {
  const double c = m.cosine, s = m.sine;
  double left = picture_side, right = 0, top = picture_side, bottom = 0;
  for (const double v : {rows.first - 1.0, rows.last + 0.0}) {
    for (const double u : {columns.first - 1.0, columns.last + 0.0}) {
      const double to_x = m.scale * (c * (u - picture_middle) + s * (v - picture_middle)) +
                          m.shift_x + picture_middle;
      const double to_y = m.scale * (c * (v - picture_middle) - s * (u - picture_middle)) +
                          m.shift_y + picture_middle;
      left = std::min(left, to_x);
      right = std::max(right, to_x);
      top = std::min(top, to_y);
      bottom = std::max(bottom, to_y);
    }
  }
  const auto within = [](double first, double last) {
    return Span{std::max(0, static_cast<int>(first)),
                std::min(picture_side, static_cast<int>(last) + 1)};
  };
  return {within(top, bottom), within(left, right)};
}

// A picture with a margin of paper as wide as bilinear sampling can reach outside the ink.
constexpr int source_margin = 2, source_stride = picture_side + 2 * source_margin;
using WithMargin = std::array<float, source_stride * source_stride>;

WithMargin with_margin(const float* x) {
  WithMargin out{};
  for (int row = 0; row < picture_side; ++row) {
    std::copy_n(
        x + row * picture_side, picture_side,
        &out[static_cast<std::size_t>((row + source_margin) * source_stride + source_margin)]);
  }
  return out;
}

// One row of the moved picture, by bilinear sampling, within those columns. Coordinates first,
// pixels after: a loop without loads at addresses it computes becomes SIMD. What lies beyond the
// margin is held within it, where there is paper too.
void sample_row(const Move& m, const WithMargin& source, int row, const Span& columns, float* out) {
  const double c = m.cosine, s = m.sine;
  constexpr int furthest = source_stride - 2;
  std::array<std::int32_t, picture_side> at;
  std::array<float, picture_side> part_u, part_v;
  const double dx = -picture_middle - m.shift_x, dy = row - picture_middle - m.shift_y;
  // Source position of column 0, counted within the margin
  const auto start_u =
      static_cast<float>((c * dx - s * dy) / m.scale + picture_middle + source_margin);
  const auto start_v =
      static_cast<float>((s * dx + c * dy) / m.scale + picture_middle + source_margin);
  for (std::size_t column = 0; column < picture_side; ++column) {
    const auto along = static_cast<float>(static_cast<int>(column));
    const float u = start_u + m.step_u * along, v = start_v + m.step_v * along;
    const int iu = std::clamp(static_cast<int>(u), 0, furthest);
    const int iv = std::clamp(static_cast<int>(v), 0, furthest);
    at[column] = iv * source_stride + iu;
    part_u[column] = u - static_cast<float>(iu);
    part_v[column] = v - static_cast<float>(iv);
  }
  for (int column = columns.first; column < columns.last; ++column) {
    const auto i = static_cast<std::size_t>(column);
    const float* p = &source[static_cast<std::size_t>(at[i])];
    const float upper = p[0] + part_u[i] * (p[1] - p[0]);
    const float lower = p[source_stride] + part_u[i] * (p[source_stride + 1] - p[source_stride]);
    out[column] = upper + part_v[i] * (lower - upper);
  }
}

// Turns, scales and shifts a picture by random amounts up to the options'.
void move_at_random(const Settings& settings, Rng& rng, float* x) {
  const Move move = random_move(settings.as<PictureOptions>(), rng);
  const WithMargin source = with_margin(x);
  const auto [ink_rows, ink_columns] = ink_spans(x);
  const auto [rows, columns] = moved_spans(move, ink_rows, ink_columns);
  std::fill_n(x, picture_pixels, 0.f);
  for (int row = rows.first; row < rows.last; ++row) {
    sample_row(move, source, row, columns, x + row * picture_side);
  }
}

// Everything but the examples
Dataset frame(const PictureOptions& o, std::span<const std::string_view> classes) {
  Dataset d;
  d.input.kind = ValueKind::image;
  d.input.shape = Shape{1, picture_side, picture_side};
  d.target = {TargetKind::classes, static_cast<int>(classes.size()), {}};
  d.target.names.assign(classes.begin(), classes.end());
  d.train = train_count(o.samples, o.train_share);
  if (o.moves()) d.augment = move_at_random;
  return d;
}

}  // namespace

void PictureOptions::fields(Fields& f) {
  f.integer("samples", samples, {.min = 100, .max = max_pictures_used});
  f.number("train_share", train_share, share_range);
  f.number("shift", shift, {.min = 0, .max = 3});
  f.number("rotate", rotate, {.min = 0, .max = 30});
  f.number("zoom", zoom, {.min = 0, .max = 0.3});
}

Dataset pictures_outline(const PictureOptions& o, std::span<const std::string_view> classes,
                         double chance) {
  Dataset d = frame(o, classes);
  d.x.resize(static_cast<std::size_t>(o.samples) * picture_pixels);
  d.y.resize(static_cast<std::size_t>(o.samples));
  d.chance = chance;
  return d;
}

Dataset pictures(const PictureOptions& o, std::string_view task,
                 std::span<const std::string_view> classes, std::uint64_t seed,
                 std::span<const std::byte> asset) {
  if (asset.empty()) {
    throw Error("The task `" + std::string(task) +
                "` needs its pictures file, and none was given; npm --prefix web run data "
                "makes it.");
  }
  const PictureFile file = read_pictures(asset);
  if (file.labels.size() < static_cast<std::size_t>(o.samples)) {
    throw Error("`task.samples` is " + std::to_string(o.samples) +
                ", but the pictures file holds " + std::to_string(file.labels.size()) +
                "; ask for at most that many.");
  }
  Dataset d = frame(o, classes);
  Rng rng(seed, "task/split");
  const std::vector<float> labels(file.labels.begin(), file.labels.end());
  std::vector<int> order = stratified_order(labels, static_cast<int>(classes.size()), rng);
  order.resize(static_cast<std::size_t>(o.samples));
  d.x.reserve(order.size() * picture_pixels);
  d.y.reserve(order.size());
  for (const int row : order) {
    const std::uint8_t* pixels = &file.pixels[static_cast<std::size_t>(row) * picture_pixels];
    for (int i = 0; i < picture_pixels; ++i) d.x.push_back(static_cast<float>(pixels[i]) / 255);
    d.y.push_back(labels[static_cast<std::size_t>(row)]);
  }
  d.chance = chance_level(d);
  return d;
}

}  // namespace lushan
