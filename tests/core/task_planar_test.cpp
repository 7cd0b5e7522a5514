#include <algorithm>
#include <cmath>
#include <numbers>

#include "json_text.h"
#include "task_support.h"

using namespace lushan;
using Catch::Matchers::WithinAbs;

namespace {

struct Point {
  double x1, x2, y;
  double radius() const { return std::hypot(x1, x2); }
};

std::vector<Point> points_of(const Json& json, std::uint64_t seed = 1) {
  const Dataset d = make_task(json, seed);
  std::vector<Point> points;
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    points.push_back({d.x[2 * i], d.x[2 * i + 1], d.y[i]});
  }
  return points;
}

Json task(const char* kind, int classes, double noise = 0, int samples = 600) {
  return {{"kind", kind}, {"classes", classes}, {"noise", noise}, {"samples", samples}};
}

// The least distance between points of different classes
double gap(const std::vector<Point>& points) {
  double least = 1e9;
  for (const Point& a : points) {
    for (const Point& b : points) {
      if (a.y != b.y) least = std::min(least, std::hypot(a.x1 - b.x1, a.x2 - b.x2));
    }
  }
  return least;
}

}  // namespace

TEST_CASE("circle: two classes are a disc of 2.5 and a ring from 3.5 to 5") {
  for (const Point& p : points_of(task("circle", 2))) {
    CHECK((p.y == 1 ? p.radius() <= 2.5001 : p.radius() >= 3.4999 && p.radius() <= 5.0001));
  }
}

TEST_CASE("circle: rings are of equal count and keep apart") {
  const int classes = GENERATE(2, 3, 4, 5, 6);
  const auto points = points_of(task("circle", classes));
  for (int k = 0; k < classes; ++k) {
    CHECK(std::count_if(points.begin(), points.end(), [k](auto& p) { return p.y == k; }) ==
          600 / classes);
  }
  CHECK(gap(points) >= 5 * 0.4 / classes - 1e-4);
}

TEST_CASE("circle: noise turns labels, it moves no point") {
  const auto points = points_of(task("circle", 2, 0.5, 2000));
  int turned = 0;
  for (const Point& p : points) {
    CHECK((p.radius() <= 2.5001 || (p.radius() >= 3.4999 && p.radius() <= 5.0001)));
    turned += (p.radius() < 3) != (p.y == 1);
  }
  CHECK(turned > 300);
  CHECK(turned < 1000);
}

TEST_CASE("xor: with two classes the sign of the product, 0.3 off the axes") {
  for (const Point& p : points_of(task("xor", 2))) {
    CHECK((p.x1 * p.x2 > 0) == (p.y == 1));
    CHECK(std::min(std::abs(p.x1), std::abs(p.x2)) >= 0.2999);
    CHECK(std::max(std::abs(p.x1), std::abs(p.x2)) <= 5.3001);
  }
}

TEST_CASE("xor: opposite sectors are of one class, neighbours of different ones") {
  const int classes = GENERATE(2, 3, 4, 5, 6);
  std::vector<int> seen(static_cast<std::size_t>(classes));
  for (const Point& p : points_of(task("xor", classes))) {
    double turn = std::atan2(p.x2, p.x1) / std::numbers::pi;  // half turns
    if (turn < 0) turn += 1;
    const int sector = static_cast<int>(turn * classes);
    CHECK(p.y == (sector + 1) % classes);
    ++seen[static_cast<std::size_t>(p.y)];
    CHECK(std::max(std::abs(p.x1), std::abs(p.x2)) < 6);
  }
  for (const int count : seen) CHECK(count > 300 / classes);
}

TEST_CASE("gaussians: means and variances") {
  const double noise = GENERATE(0.0, 0.25, 0.5);
  const auto points = points_of(task("gaussians", 2, noise, 5000));
  for (const int k : {0, 1}) {
    double mean1 = 0, mean2 = 0, variance = 0;
    for (const Point& p : points) {
      if (p.y == k) mean1 += p.x1 / 2500, mean2 += p.x2 / 2500;
    }
    const double centre = k == 1 ? 2 : -2;
    CHECK_THAT(mean1, WithinAbs(centre, 0.16));  // 4 standard errors of a deviation of 2
    CHECK_THAT(mean2, WithinAbs(centre, 0.16));
    for (const Point& p : points) {
      if (p.y == k) variance += (std::pow(p.x1 - mean1, 2) + std::pow(p.x2 - mean2, 2)) / 5000;
    }
    CHECK_THAT(variance / (0.5 + 7 * noise), WithinAbs(1, 0.08));  // 4 standard errors
  }
}

TEST_CASE("gaussians: clouds without noise hardly overlap") {
  const int classes = GENERATE(2, 3, 4, 5, 6);
  const auto points = points_of(task("gaussians", classes, 0, 3000));
  std::vector<double> centre1(6), centre2(6), count(6);
  for (const Point& p : points) {
    const auto k = static_cast<std::size_t>(p.y);
    centre1[k] += p.x1, centre2[k] += p.x2, ++count[k];
  }
  int wrong = 0;
  for (const Point& p : points) {
    std::size_t nearest = 0;
    double least = 1e9;
    for (std::size_t k = 0; k < static_cast<std::size_t>(classes); ++k) {
      const double d = std::hypot(p.x1 - centre1[k] / count[k], p.x2 - centre2[k] / count[k]);
      if (d < least) least = d, nearest = k;
    }
    wrong += static_cast<double>(nearest) != p.y;
  }
  CHECK(wrong < 45);  // 1.5 %
}

TEST_CASE("spiral: two arms by TensorFlow Playground's formula, in any order") {
  const auto points = points_of(task("spiral", 2, 0, 500));
  for (const double label : {0.0, 1.0}) {
    for (int i = 0; i < 250; ++i) {
      const double r = i / 250.0 * 5;
      const double t =
          1.75 * i / 250.0 * 2 * std::numbers::pi + (label == 1 ? 0 : std::numbers::pi);
      CHECK(std::any_of(points.begin(), points.end(), [&](const Point& p) {
        return p.y == label && std::abs(p.x1 - r * std::sin(t)) < 1e-5 &&
               std::abs(p.x2 - r * std::cos(t)) < 1e-5;
      }));
    }
  }
}

TEST_CASE("spiral: away from the middle, angle and radius give the class") {
  const int classes = GENERATE(2, 3, 4, 5, 6);
  for (const Point& p : points_of(task("spiral", classes))) {
    if (p.radius() < 0.1) continue;
    const double turns = 3.5 / classes * p.radius() / 5;
    const double start = std::atan2(p.x1, p.x2) / (2 * std::numbers::pi) - turns;
    const double arm = (start - std::floor(start)) * classes;
    const int nearest = static_cast<int>(std::lround(arm)) % classes;
    CHECK(p.y == classes - 1 - nearest);
    CHECK_THAT(arm, WithinAbs(std::lround(arm), 1e-3));
  }
}

TEST_CASE("spiral: noise moves a point by at most that much along either axis") {
  const auto still = points_of(task("spiral", 2, 0));
  const auto moved = points_of(task("spiral", 2, 0.3));
  double most = 0;
  for (std::size_t i = 0; i < still.size(); ++i) {
    most =
        std::max({most, std::abs(moved[i].x1 - still[i].x1), std::abs(moved[i].x2 - still[i].x2)});
  }
  CHECK(most <= 0.3001);
  CHECK(most > 0.29);
}

TEST_CASE("moons: interlocking, apart, within the domain") {
  const int classes = GENERATE(2, 3, 4, 5, 6);
  const auto points = points_of(task("moons", classes));
  CHECK(gap(points) > 0.4);
  for (const Point& p : points) {
    CHECK(std::abs(p.x1) <= 5.01);
    CHECK(std::abs(p.x2) <= 5.01);
  }
  // No straight line does it: the tip of one moon lies between the tips of the next.
  double tip = -9, other_tip = 9;
  for (const Point& p : points) {
    if (p.y == 0) tip = std::max(tip, p.x1);
    if (p.y == 1) other_tip = std::min(other_tip, p.x1);
  }
  CHECK(tip > other_tip);
}

TEST_CASE("plane: a tenth of the sum") {
  for (const Point& p : points_of({{"kind", "plane"}})) {
    CHECK_THAT(p.y, WithinAbs((p.x1 + p.x2) / 10, 1e-6));
    CHECK(std::max(std::abs(p.x1), std::abs(p.x2)) <= 6);
  }
}

TEST_CASE("multi_gaussian: six hills of alternating sign") {
  for (const Point& p : points_of({{"kind", "multi_gaussian"}})) {
    double expected = 0;
    for (const auto& [c1, c2, sign] : {std::array<double, 3>{-4, 2.5, 1},
                                       {0, 2.5, -1},
                                       {4, 2.5, 1},
                                       {-4, -2.5, -1},
                                       {0, -2.5, 1},
                                       {4, -2.5, -1}}) {
      const double h = std::max(0.0, 1 - std::hypot(p.x1 - c1, p.x2 - c2) / 2);
      if (h > std::abs(expected)) expected = sign * h;
    }
    CHECK_THAT(p.y, WithinAbs(expected, 1e-5));
  }
}

TEST_CASE("regression noise moves where the value is taken") {
  const char* kind = GENERATE("plane", "multi_gaussian");
  const auto still = points_of({{"kind", kind}}),
             moved = points_of({{"kind", kind}, {"noise", 0.2}});
  int changed = 0;
  for (std::size_t i = 0; i < still.size(); ++i) changed += still[i].y != moved[i].y;
  CHECK(changed > 600);
}

TEST_CASE("points: they come back, each on one side") {
  const Dataset d = make_task(
      Json::parse(R"({"kind":"points","points":[1,2,0, -3,4.5,2, 6,-6,0],"train_share":0.5})"));
  CHECK(d.target.count == 3);
  CHECK(d.target.names == std::vector<std::string>{"A", "B", "C"});
  CHECK(d.size() == 3);
  CHECK(d.train == 2);
  for (std::size_t i = 0; i < 3; ++i) {
    if (d.y[i] == 2) CHECK((d.x[2 * i] == -3 && d.x[2 * i + 1] == 4.5f));
  }
}

TEST_CASE("points: what cannot be learnt from is refused in a sentence") {
  const auto [points, sentence] = GENERATE(table<std::string, std::string>(
      {{"[]", "too few points"},
       {"[1,1,0]", "too few points"},
       {"[1,1,0, 2,2,0]", "All points are of one class"},
       {"[1,1,0, 2,2]", "has 5 numbers; give three for each point"},
       {"[1,1,0, 7,2,1]", "point 2 has `x1` = 7; it must lie between -6 and 6"},
       {"[1,-6.5,0, 2,2,1]", "point 1 has `x2` = -6.5"},
       {"[1,1,0, 2,2,6]", "point 2 has class 6; classes are the whole numbers from 0 to 5"},
       {"[1,1,-1, 2,2,1]", "point 1 has class -1"},
       {"[1,1,0.5, 2,2,1]", "point 1 has class 0.5"}}));
  const Json json{{"kind", "points"}, {"points", Json::parse(points)}};
  CHECK_THROWS_MATCHES(make_task(json), Error, says(sentence));
}

TEST_CASE("points: at most 2000") {
  std::vector<double> points;
  for (int i = 0; i < 2000; ++i) points.insert(points.end(), {0.001 * i, 1, i % 2 + 0.0});
  CHECK(make_task({{"kind", "points"}, {"points", points}}).size() == 2000);
  points.insert(points.end(), {1, 1, 1});
  CHECK_THROWS_AS(make_task({{"kind", "points"}, {"points", points}}), Error);
}
