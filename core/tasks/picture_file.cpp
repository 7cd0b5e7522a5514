#include "tasks/picture_file.h"

#include <algorithm>
#include <array>
#include <string>

#include "tasks/checksum.h"
#include "tensor/error.h"

namespace lushan {
namespace {

constexpr std::size_t header_bytes = 20;
constexpr std::size_t max_pictures =
    70000;  // as many as there are in all of MNIST, and of Fashion-MNIST

[[noreturn]] void refuse(const std::string& what) {
  throw Error("The pictures file " + what +
              "; load the page again, or make the file anew with npm --prefix web run data.");
}

std::uint32_t unsigned_at(std::span<const std::byte> file, std::size_t at, int bytes) {
  std::uint32_t value = 0;
  for (int i = bytes; i-- > 0;) {
    value = value << 8 | static_cast<std::uint32_t>(file[at + static_cast<std::size_t>(i)]);
  }
  return value;
}

// Igor Pavlov's range decoder (LZMA specification, "Range decoder"), with probabilities of 15 bits.
class RangeDecoder {
 public:
  explicit RangeDecoder(std::span<const std::byte> bytes) : bytes_(bytes) {
    for (int i = 0; i < 5; ++i) code_ = code_ << 8 | next();
  }

  int bit(std::uint16_t& probability_of_0) {
    const std::uint32_t bound = (range_ >> 15) * probability_of_0;
    int result = 0;
    if (code_ < bound) {
      range_ = bound;
      probability_of_0 =
          static_cast<std::uint16_t>(probability_of_0 + ((32768 - probability_of_0) >> 5));
    } else {
      code_ -= bound;
      range_ -= bound;
      probability_of_0 = static_cast<std::uint16_t>(probability_of_0 - (probability_of_0 >> 5));
      result = 1;
    }
    while (range_ < 1u << 24) {
      range_ <<= 8;
      code_ = code_ << 8 | next();
    }
    return result;
  }

  // All bytes were used and none was missing.
  bool exact() const { return at_ == bytes_.size(); }

 private:
  std::uint32_t next() {
    const std::size_t at = at_++;
    return at < bytes_.size() ? static_cast<std::uint32_t>(bytes_[at]) : 0;
  }

  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
  std::uint32_t range_ = 0xFFFFFFFF;
  std::uint32_t code_ = 0;
};

class PixelDecoder {
 public:
  explicit PixelDecoder(std::span<const std::byte> bytes)
      : range_(bytes), is_ink_(64, 16384), value_(125 * 256, 16384) {}

  // out: one picture, row by row
  void picture(std::uint8_t* out) {
    // With a margin of paper, so that neighbours need no bounds.
    constexpr std::size_t stride = 2 + picture_side + 1;
    std::array<std::uint8_t, (2 + picture_side) * stride> padded{};
    for (std::size_t row = 0; row < picture_side; ++row) {
      std::uint8_t* p = &padded[(row + 2) * stride + 2];
      for (std::size_t column = 0; column < picture_side; ++column, ++p) {
        *p = pixel(p[-1], p[-std::ptrdiff_t{stride}], p[-std::ptrdiff_t{stride} - 1],
                   p[-std::ptrdiff_t{stride} + 1], p[-2], p[-2 * std::ptrdiff_t{stride}]);
        *out++ = *p;
      }
    }
  }

  bool exact() const { return range_.exact(); }

 private:
  static std::size_t level(std::uint8_t v) {
    return v == 0 ? 0 : v < 85 ? 1 : v < 170 ? 2 : v < 252 ? 3 : 4;
  }

  std::uint8_t pixel(std::uint8_t west, std::uint8_t north, std::uint8_t north_west,
                     std::uint8_t north_east, std::uint8_t west_of_west,
                     std::uint8_t north_of_north) {
    std::size_t context = 0;
    std::size_t place = 1;
    for (const auto v : {west, north, north_west, north_east, west_of_west, north_of_north}) {
      if (v > 0) context |= place;
      place <<= 1;
    }
    if (range_.bit(is_ink_[context]) == 0) return 0;
    std::uint16_t* tree = &value_[((level(west) * 5 + level(north)) * 5 + level(north_east)) * 256];
    unsigned prefix = 1;
    while (prefix < 256) prefix = prefix * 2 + static_cast<unsigned>(range_.bit(tree[prefix]));
    return static_cast<std::uint8_t>(prefix);
  }

  RangeDecoder range_;
  std::vector<std::uint16_t> is_ink_;
  std::vector<std::uint16_t> value_;
};

}  // namespace

PictureFile read_pictures(std::span<const std::byte> file) {
  if (file.size() < header_bytes) refuse("is too short to be one");
  constexpr std::uint32_t magic = 'L' | 'D' << 8 | 'I' << 16 | 'G' << 24;
  if (unsigned_at(file, 0, 4) != magic) refuse("does not begin with LDIG");
  if (const auto version = unsigned_at(file, 4, 4); version != 1) {
    refuse("is of version " + std::to_string(version) + ", where 1 is read");
  }
  const std::size_t count = unsigned_at(file, 8, 4);
  if (count < 1 || count > max_pictures) {
    refuse("claims " + std::to_string(count) + " pictures, where 1 to 70000 are read");
  }
  if (unsigned_at(file, 12, 2) != picture_side || unsigned_at(file, 14, 2) != picture_side) {
    refuse("holds pictures that are not 28 by 28");
  }
  if (file.size() < header_bytes + count) refuse("ends within the labels");

  PictureFile pictures;
  pictures.labels.resize(count);
  std::transform(file.begin() + header_bytes,
                 file.begin() + static_cast<std::ptrdiff_t>(header_bytes + count),
                 pictures.labels.begin(), [](std::byte b) { return static_cast<std::uint8_t>(b); });
  pictures.pixels.resize(count * picture_pixels);
  PixelDecoder decoder(file.subspan(header_bytes + count));
  for (std::size_t i = 0; i < count; ++i) decoder.picture(&pictures.pixels[i * picture_pixels]);
  if (!decoder.exact()) refuse("does not end with its last picture");
  if (crc32(crc32(0, std::as_bytes(std::span(pictures.labels))),
            std::as_bytes(std::span(pictures.pixels))) != unsigned_at(file, 16, 4)) {
    refuse("is damaged: its checksum does not match");
  }
  if (*std::max_element(pictures.labels.begin(), pictures.labels.end()) > 9) {
    refuse("has a label above 9");
  }
  return pictures;
}

}  // namespace lushan
