// Pictures of the user's own, as a text.
#include "task_support.h"

using namespace lushan;

namespace {

// 4x4 grey: bytes 0, 16, ... 240, and others
const std::string rising = "ABAgMEBQYHCAkKCwwNDg8A==";
const std::string white = "/////////////////////w==";
const std::string black = "AAAAAAAAAAAAAAAAAAAAAA==";

Dataset images(const std::string& text, double share = 0.5) {
  return make_task({{"kind", "images"}, {"images", text}, {"train_share", share}});
}

}  // namespace

TEST_CASE("images: bytes become numbers from 0 to 1, classes are named", "[text]") {
  const Dataset d = images("4x4x1\nslope\t" + rising + "\n\npaper\t" + white + "\r\npaper\t" +
                           black + "\npaper\t" + white);
  REQUIRE(d.size() == 3);  // the white one is there twice
  CHECK(d.input.shape == Shape{1, 4, 4});
  CHECK(d.target.names == std::vector<std::string>{"paper", "slope"});
  for (int i = 0; i < 3; ++i) {
    const float* x = &d.x[static_cast<std::size_t>(i) * 16];
    if (d.y[static_cast<std::size_t>(i)] == 1) {
      for (int k = 0; k < 16; ++k) CHECK(x[k] == static_cast<float>(16 * k) / 255);
    } else {
      CHECK((x[0] == 0 || x[0] == 1));
      CHECK(std::count(x, x + 16, x[0]) == 16);
    }
  }
}

TEST_CASE("images: colours become planes", "[text]") {
  // 16 pixels of red 255, green 0, blue 51, and 16 black ones
  std::string colour, none;
  for (int i = 0; i < 16; ++i) colour += "/wAz", none += "AAAA";
  const Dataset d = images("4x4x3\na\t" + colour + "\nb\t" + none);
  CHECK(d.input.shape == Shape{3, 4, 4});
  const float* x = &d.x[d.y[0] == 0 ? 0 : 48];
  CHECK(std::count(x, x + 16, 1.f) == 16);
  CHECK(std::count(x + 16, x + 32, 0.f) == 16);
  CHECK(std::count(x + 32, x + 48, 51.f / 255) == 16);
}

TEST_CASE("images: what is wrong is refused by its line", "[text]") {
  const auto refused = [](const std::string& text, const std::string& sentence) {
    CHECK_THROWS_MATCHES(images(text), Error, says(sentence));
  };
  refused("", "There are no images");
  for (const char* size : {"", "4x4", "4x4x1x", "x4x1", "4 x4x1", "4x4x1 "}) {
    refused(std::string(size) + "\na\t" + white, "must say their size");
  }
  for (const char* size : {"3x4x1", "4x33x1", "4x4x2", "-4x4x1", "4x4x0"}) {
    refused(size, "width and height must be 4 to 32");
  }
  refused("4x4x1\na " + white, "Line 2 of the images has no tab");
  refused("4x4x1\n \t" + white, "Line 2 of the images names no class");
  refused("4x4x1\na\t" + white.substr(4), "Line 2 of the images is not 16 bytes in base64");
  refused("4x4x1\na\t/////////////////////x==", "is not 16 bytes");  // bits left over
  refused("4x4x1\na\t////////// //////////w==", "is not 16 bytes");
  refused("4x4x1\na\t////////////////////////", "is not 16 bytes");
  refused("4x4x1\na\t" + white + "\nb\t" + white,
          "Line 3 of the images is the same picture as line 2");
  refused("4x4x1\na\t" + white + "\na\t" + black, "fewer than two classes");
  refused("4x4x1\n" + std::string(41, 'a') + "\t" + white, "more than 40 characters");
}
