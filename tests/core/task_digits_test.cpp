#include <algorithm>
#include <cmath>
#include <numeric>

#include "json_text.h"
#include "task_support.h"
#include "tasks/digit.h"
#include "tasks/picture_file.h"

using namespace lushan;
using Catch::Matchers::WithinAbs;

namespace {

const PictureFile& digits() {
  static const PictureFile file = read_pictures(digits_file());
  return file;
}

std::vector<float> digit(std::size_t i) {
  std::vector<float> pixels(digit_pixels);
  for (std::size_t p = 0; p < pixels.size(); ++p) {
    pixels[p] = static_cast<float>(digits().pixels[i * digit_pixels + p]) / 255;
  }
  return pixels;
}

struct Canvas {
  int width, height;
  std::vector<float> pixels;
};

// The digit drawn anew on a larger canvas, `zoom` pixels for each of its own, off the middle
Canvas drawn(const std::vector<float>& digit, int zoom, int left, int top) {
  Canvas c{28 * zoom + 60, 28 * zoom + 40, {}};
  c.pixels.resize(static_cast<std::size_t>(c.width * c.height));
  for (int y = 0; y < 28 * zoom; ++y) {
    for (int x = 0; x < 28 * zoom; ++x) {
      c.pixels[static_cast<std::size_t>((y + top) * c.width + x + left)] =
          digit[static_cast<std::size_t>(y / zoom * 28 + x / zoom)];
    }
  }
  return c;
}

float worst_difference(const std::vector<float>& a, const std::vector<float>& b) {
  float worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a[i] - b[i]));
  return worst;
}

using Augment = void (*)(const Settings&, Rng&, float*);

// The random moves of an mnist task with these options; null when there are none.
std::pair<Augment, Settings> moves(Json options) {
  options["kind"] = "mnist";
  options["samples"] = 100;
  const auto chosen = read_kind<TaskDef>(options, "task", tasks());
  return {chosen.def->make(chosen.settings, 1, digits_file()).augment, chosen.settings};
}

}  // namespace

TEST_CASE("digits: the file's classes are interleaved, its pictures are digits") {
  REQUIRE(digits().labels.size() == 100);
  for (int label = 0; label < 10; ++label) {
    CHECK(std::count(digits().labels.begin(), digits().labels.end(), label) >= 8);
  }
  for (std::size_t i = 0; i < 100; ++i) {
    // MNIST's own rule: within 20x20, the centre of mass in the pixel after the middle
    int left = 28, right = 0, top = 28, bottom = 0;
    double mass = 0, x = 0, y = 0;
    for (int p = 0; p < digit_pixels; ++p) {
      const double v = digits().pixels[i * digit_pixels + static_cast<std::size_t>(p)];
      if (v == 0) continue;
      const int row = p / 28, column = p % 28;
      left = std::min(left, column), right = std::max(right, column + 1);
      top = std::min(top, row), bottom = std::max(bottom, row + 1);
      mass += v, x += v * (column + 0.5), y += v * (row + 0.5);
    }
    CHECK(std::max(right - left, bottom - top) == 20);
    CHECK_THAT(x / mass, WithinAbs(14.5, 0.5));
    CHECK_THAT(y / mass, WithinAbs(14.5, 0.5));
  }
}

TEST_CASE("digits: a damaged file is refused") {
  std::vector<std::byte> file = digits_file();
  const auto refused = [&](const std::string& sentence) {
    CHECK_THROWS_MATCHES(read_pictures(file), Error, says(sentence));
  };
  SECTION("empty") { file.clear(), refused("too short"); }
  SECTION("other magic") { file[0] = std::byte{'X'}, refused("does not begin with LDIG"); }
  SECTION("other version") { file[4] = std::byte{2}, refused("is of version 2"); }
  SECTION("no digits") { std::fill_n(&file[8], 4, std::byte{0}), refused("claims 0 pictures"); }
  SECTION("too many") { std::fill_n(&file[8], 4, std::byte{255}), refused("claims 4294967295"); }
  SECTION("more than there are") { file[8] = std::byte{101}, refused("pictures file"); }
  SECTION("other size") { file[12] = std::byte{32}, refused("not 28 by 28"); }
  SECTION("other checksum") { file[16] ^= std::byte{1}, refused("checksum"); }
  SECTION("within the labels") { file.resize(90), refused("ends within the labels"); }
  SECTION("cut off") {
    file.resize(file.size() - 1), refused("does not end with its last picture");
  }
  SECTION("something after it") {
    file.push_back({}), refused("does not end with its last picture");
  }
  SECTION("a label changed") { file[20] ^= std::byte{1}, refused("checksum"); }
}

TEST_CASE("digits: any change of any byte is noticed, and none does harm") {
  Rng rng(1, "test");
  for (int i = 0; i < 300; ++i) {
    std::vector<std::byte> file = digits_file();
    const int at = rng.below(static_cast<int>(file.size()));
    // The very first byte of the code is always 0, and the last few only end it.
    if (at == 120 || at >= static_cast<int>(file.size()) - 4) continue;
    file[static_cast<std::size_t>(at)] ^= static_cast<std::byte>(1 + rng.below(255));
    CAPTURE(at);
    CHECK_THROWS_AS(read_pictures(file), Error);
  }
}

TEST_CASE("mnist: what cannot be made is refused") {
  const Json all{{"kind", "mnist"}};
  CHECK_THROWS_MATCHES(make_task(all), Error, says("needs its pictures file"));
  CHECK_THROWS_MATCHES(make_task(all, 1, digits_file()), Error,
                       says("`task.samples` is 10000, but the pictures file holds 100"));
}

TEST_CASE("mnist: its outline has the same shapes and counts as its data") {
  const Json json{{"kind", "mnist"}, {"samples", 100}, {"train_share", 0.7}};
  const auto chosen = read_kind<TaskDef>(json, "task", tasks());
  const Dataset outline = chosen.def->outline(chosen.settings);
  const Dataset data = make_task(json, 1, digits_file());
  CHECK(outline.size() == data.size());
  CHECK(outline.train == data.train);
  CHECK(outline.x.size() == data.x.size());
  CHECK(outline.input.shape == Shape{1, 28, 28});
  CHECK(outline.target.names == data.target.names);
  CHECK_THAT(outline.chance, WithinAbs(data.chance, 0.05));
}

TEST_CASE("mnist: the data set holds the file's digits as they are, held-out ones too") {
  const Dataset d = make_task({{"kind", "mnist"}, {"samples", 100}}, 5, digits_file());
  for (std::size_t row = 0; row < 100; ++row) {
    const std::vector<float> x(d.x.begin() + static_cast<std::ptrdiff_t>(row * digit_pixels),
                               d.x.begin() + static_cast<std::ptrdiff_t>((row + 1) * digit_pixels));
    bool found = false;
    for (std::size_t i = 0; i < 100 && !found; ++i) {
      found = digits().labels[i] == d.y[row] && digit(i) == x;
    }
    CHECK(found);
  }
}

TEST_CASE("mnist: no random moves when all of them are off") {
  CHECK(moves({{"shift", 0}, {"rotate", 0}, {"zoom", 0}}).first == nullptr);
  CHECK(moves({{"shift", 1}, {"rotate", 0}, {"zoom", 0}}).first != nullptr);
  CHECK(moves(Json::object()).first != nullptr);
}

// The formula without any bounds: sample the source bilinearly at every pixel's origin.
TEST_CASE("mnist: random moves are those of the formula, by amounts within the options") {
  const double shift = GENERATE(0.0, 1.0, 3.0), rotate = GENERATE(0.0, 10.0, 30.0),
               zoom = GENERATE(0.0, 0.1, 0.3);
  if (shift == 0 && rotate == 0 && zoom == 0) return;
  const auto [augment, settings] = moves({{"shift", shift}, {"rotate", rotate}, {"zoom", zoom}});
  Rng rng(9, "augment"), same(9, "augment");
  for (std::size_t i = 0; i < 100; ++i) {
    const std::vector<float> source = digit(i);
    std::vector<float> moved = source;
    augment(settings, rng, moved.data());

    const double degrees = same.uniform() * 2 * rotate - rotate;
    const double size = 1 + (same.uniform() * 2 * zoom - zoom);
    const double right = same.uniform() * 2 * shift - shift,
                 down = same.uniform() * 2 * shift - shift;
    const double c = std::cos(degrees * 3.14159265358979 / 180);
    const double s = std::sin(degrees * 3.14159265358979 / 180);
    const auto at = [&](int row, int column) {
      const bool inside = row >= 0 && column >= 0 && row < 28 && column < 28;
      return inside ? source[static_cast<std::size_t>(row * 28 + column)] : 0.f;
    };
    double worst = 0;
    for (int row = 0; row < 28; ++row) {
      for (int column = 0; column < 28; ++column) {
        const double dx = column - 13.5 - right, dy = row - 13.5 - down;
        const double u = (c * dx - s * dy) / size + 13.5, v = (s * dx + c * dy) / size + 13.5;
        const int iu = static_cast<int>(std::floor(u)), iv = static_cast<int>(std::floor(v));
        const double fu = u - iu, fv = v - iv;
        const double expected = (1 - fv) * ((1 - fu) * at(iv, iu) + fu * at(iv, iu + 1)) +
                                fv * ((1 - fu) * at(iv + 1, iu) + fu * at(iv + 1, iu + 1));
        worst = std::max(worst,
                         std::abs(expected - moved[static_cast<std::size_t>(row * 28 + column)]));
      }
    }
    REQUIRE(worst < 1e-4);
  }
}

TEST_CASE("normalize_digit: a digit of MNIST drawn large and elsewhere comes back as it was") {
  const int zoom = GENERATE(2, 7, 12);
  for (std::size_t i = 0; i < 100; ++i) {
    const Canvas c = drawn(digit(i), zoom, static_cast<int>(i % 60), static_cast<int>(i * 7 % 40));
    CHECK(worst_difference(normalize_digit(c.pixels, c.width, c.height), digit(i)) < 1e-5f);
  }
}

TEST_CASE("normalize_digit: strokes of any size fill 20 pixels, edges averaged") {
  // a bar of 30 by 90 on 200 by 150, off the middle
  std::vector<float> pixels(200 * 150);
  for (int row = 40; row < 130; ++row)
    std::fill_n(&pixels[static_cast<std::size_t>(row * 200 + 5)], 30, 1.f);
  const auto bar = normalize_digit(pixels, 200, 150);
  double mass = 0, x = 0, y = 0;
  int rows = 0;
  for (int row = 0; row < 28; ++row) {
    double line = 0;
    for (int column = 0; column < 28; ++column) {
      const double v = bar[static_cast<std::size_t>(row * 28 + column)];
      line += v, x += v * (column + 0.5), y += v * (row + 0.5);
    }
    rows += line > 0;
    mass += line;
  }
  CHECK(rows == 20);
  CHECK_THAT(mass, WithinAbs(20 * 20 / 3.0, 1e-4));  // area is kept: 6.67 pixels wide
  CHECK_THAT(x / mass, WithinAbs(14.5, 0.5));
  CHECK_THAT(y / mass, WithinAbs(14.5, 0.5));
}

TEST_CASE("normalize_digit: small drawings are enlarged, single dots too") {
  std::vector<float> dot(64);
  dot[9] = 1;
  const auto large = normalize_digit(dot, 8, 8);
  CHECK_THAT(std::accumulate(large.begin(), large.end(), 0.0), WithinAbs(400, 1e-4));
}

TEST_CASE("normalize_digit: what is no drawing is refused") {
  std::vector<float> pixels(100);
  CHECK_THROWS_MATCHES(normalize_digit(pixels, 10, 10), Error, says("The drawing is empty"));
  CHECK_THROWS_MATCHES(normalize_digit(pixels, 10, 11), Error, says("10 by 11"));
  CHECK_THROWS_MATCHES(normalize_digit(pixels, -10, -10), Error, says("-10 by -10"));
  CHECK_THROWS_MATCHES(normalize_digit({}, 0, 0), Error, says("0 by 0"));
  pixels[3] = NAN;
  CHECK_THROWS_MATCHES(normalize_digit(pixels, 10, 10), Error, says("not between 0 and 1"));
  pixels[3] = 1.5f;
  CHECK_THROWS_MATCHES(normalize_digit(pixels, 10, 10), Error, says("not between 0 and 1"));
}
