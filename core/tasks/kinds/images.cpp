#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

#include "tasks/split.h"
#include "tasks/text.h"
#include "tensor/error.h"

namespace lushan {
namespace {

constexpr std::size_t max_bytes = 5'000'000;
constexpr int max_images = 4000, max_classes = 50, max_side = 32, min_side = 4;
constexpr std::size_t longest_name = 40;  // characters

struct ImagesOptions {
  std::string images;
  double train_share = 0.8;
  void fields(Fields& f) {
    f.text("images", images, max_bytes);
    f.number("train_share", train_share, share_range);
  }
};

// Of every picture in a text of them
struct Format {
  int width = 0, height = 0, channels = 0;
  std::size_t bytes() const { return static_cast<std::size_t>(width * height * channels); }
};

[[noreturn]] void refuse_image(int line, const std::string& what) {
  throw Error("Line " + std::to_string(line) + " of the images " + what);
}

// "28x28x1": width, height, and 1 channel (grey) or 3 (red, green, blue)
Format read_format(std::string_view line) {
  Format f;
  std::array<int*, 3> numbers = {&f.width, &f.height, &f.channels};
  const char* at = line.data();
  const char* const end = at + line.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto [stop, error] = std::from_chars(at, end, *numbers[i]);
    const bool last = i + 1 == numbers.size();
    if (error != std::errc{} || (last ? stop != end : stop == end || *stop != 'x')) {
      refuse_image(1, "must say their size, as in 28x28x1: width, height, channels.");
    }
    at = stop + !last;
  }
  const auto side = [](int n) { return n >= min_side && n <= max_side; };
  if (!side(f.width) || !side(f.height) || (f.channels != 1 && f.channels != 3)) {
    refuse_image(1,
                 "says " + std::string(line) +
                     "; width and height must be 4 to 32, channels 1 or 3. Scale the images down.");
  }
  return f;
}

// Strict base64 (RFC 4648): no other characters, and no bits left over. Nothing when it is not.
std::optional<std::string> decode_base64(std::string_view text, std::size_t bytes) {
  static constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  static constexpr auto values = [] {
    std::array<std::int8_t, 256> v{};
    v.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
      v[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    }
    return v;
  }();
  const std::size_t padding = (3 - bytes % 3) % 3;
  if (text.size() != (bytes + 2) / 3 * 4 || !text.ends_with(std::string_view("==", padding))) {
    return std::nullopt;
  }
  text.remove_suffix(padding);
  std::string out;
  out.reserve(bytes);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>(static_cast<unsigned char>(bits >> count)));
    bits &= (1u << count) - 1;
  }
  if (bits != 0) return std::nullopt;
  return out;
}

struct Image {
  std::string_view name;
  std::string pixels;  // bytes: (height, width, channels)
  int line;
};

std::vector<Image> read_images(std::span<const std::string_view> lines, const Format& format) {
  std::vector<Image> images;
  std::map<std::string, std::size_t> known;
  int number = 1;
  for (const std::string_view line : lines.subspan(1)) {
    ++number;
    if (line.empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos)
      refuse_image(number, "has no tab; put one between class and pixels.");
    const std::string_view name = without_blanks_around(line.substr(0, tab));
    if (name.empty()) refuse_image(number, "names no class; write it before the tab.");
    if (characters_of(name).size() > longest_name) {
      refuse_image(number, "has a class of more than 40 characters; give it a shorter name.");
    }
    auto pixels = decode_base64(line.substr(tab + 1), format.bytes());
    if (!pixels) {
      refuse_image(number,
                   "is not " + std::to_string(format.bytes()) + " bytes in base64; write it anew.");
    }
    const auto [before, fresh] = known.emplace(*pixels, images.size());
    if (!fresh) {
      const Image& same = images[before->second];
      if (same.name == name) continue;
      refuse_image(number, "is the same picture as line " + std::to_string(same.line) +
                               ", of another class; take one of them out.");
    }
    if (std::ssize(images) == max_images) {
      refuse_image(number, "is one too many: " + std::to_string(max_images) +
                               " can be taken. Leave some out.");
    }
    images.push_back({name, std::move(*pixels), number});
  }
  return images;
}

// Pictures of the user's: a line with their size, then one a line, its class, a tab and its bytes
// in base64, pixel by pixel. One that is there again is passed over.
Dataset make_images(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<ImagesOptions>();
  const Parts lines = lines_of(o.images);
  if (lines.empty()) throw Error("There are no images to learn from; choose some, or draw.");
  const Format format = read_format(lines.front());
  const std::vector<Image> images = read_images(lines, format);
  std::map<std::string_view, int> classes;
  for (const Image& image : images) classes.emplace(image.name, 0);
  if (classes.size() < 2) {
    throw Error("The images are of fewer than two classes; add some of another one.");
  }
  if (classes.size() > max_classes) {
    throw Error("The images are of " + std::to_string(classes.size()) + " classes; at most " +
                std::to_string(max_classes) + " can be told apart. Put some together.");
  }
  Dataset d;
  d.input.kind = ValueKind::image;
  d.input.shape = Shape{format.channels, format.height, format.width};
  d.target = {TargetKind::classes, static_cast<int>(classes.size()), {}};
  int next = 0;
  for (auto& [name, index] : classes) {
    d.target.names.emplace_back(name);
    index = next++;
  }
  const auto channels = static_cast<std::size_t>(format.channels);
  d.x.reserve(images.size() * format.bytes());
  for (const Image& image : images) {
    for (std::size_t c = 0; c < channels; ++c) {  // to planes
      for (std::size_t i = c; i < image.pixels.size(); i += channels) {
        d.x.push_back(static_cast<float>(static_cast<unsigned char>(image.pixels[i])) / 255);
      }
    }
    d.y.push_back(static_cast<float>(classes.at(image.name)));
  }
  split_examples(d, o.train_share, seed);
  return d;
}

}  // namespace

const TaskDef task_images = {.name = "images",
                             .defaults = default_settings<ImagesOptions>,
                             .group = "own",
                             .input = ValueKind::image,
                             .make = make_images};

}  // namespace lushan
