#include "optim/schedule.h"

#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>

#include "json_text.h"
#include "listed_files.h"
#include "schema/json_fields.h"

using namespace lushan;
using Catch::Matchers::WithinAbs;

namespace {

double factor(const char* json, std::int64_t step) {
  const auto chosen = read_kind<ScheduleDef>(Json::parse(json), "schedule", schedules());
  return chosen.def->factor(chosen.settings, step);
}

constexpr double exact = 1e-12;

}  // namespace

TEST_CASE("schedules: every file is listed once") {
  CHECK(differences(files_in("core/optim/schedules"), listed(schedules()),
                    "core/optim/schedules.def") == "");
}

TEST_CASE("schedules: factors lie between 0 and 1, every option may change while a run goes on") {
  const ScheduleDef& def = *GENERATE(from_range(schedules()));
  CAPTURE(def.name);
  for (const Json& field : describe_fields(def.defaults())) CHECK(field.at("live") == true);
  for (std::int64_t step = 0; step < 5000; ++step) {
    const double f = def.factor(def.defaults(), step);
    REQUIRE(f >= 0);
    REQUIRE(f <= 1);
  }
  const double late = def.factor(def.defaults(), 1'000'000'000'000);
  CHECK(late >= 0);
  CHECK(late <= 1);
}

TEST_CASE("schedules: the points that define each") {
  struct Point {
    const char* schedule;
    std::int64_t step;
    double factor;
  };
  const Point point = GENERATE(values<Point>({
      {R"({"kind":"constant"})", 12345, 1},
      {R"({"kind":"step","size":10,"gamma":0.5})", 9, 1},
      {R"({"kind":"step","size":10,"gamma":0.5})", 10, 0.5},
      {R"({"kind":"step","size":10,"gamma":0.5})", 39, 0.125},
      {R"({"kind":"exponential","gamma":0.5})", 0, 1},
      {R"({"kind":"exponential","gamma":0.5})", 3, 0.125},
      {R"({"kind":"exponential","gamma":0})", 0, 1},
      {R"({"kind":"cosine","period":100,"floor":0.2})", 0, 1},
      {R"({"kind":"cosine","period":100,"floor":0.2})", 50, 0.6},
      {R"({"kind":"cosine","period":100,"floor":0.2})", 100, 0.2},
      {R"({"kind":"cosine","period":100,"floor":0.2})", 200, 1},
      {R"({"kind":"linear","start":1,"end":0.2,"steps":80})", 0, 1},
      {R"({"kind":"linear","start":1,"end":0.2,"steps":80})", 40, 0.6},
      {R"({"kind":"linear","start":1,"end":0.2,"steps":80})", 500, 0.2},
      {R"({"kind":"warmup","steps":10,"start":0})", 0, 0},
      {R"({"kind":"warmup","steps":10,"start":0})", 5, 0.5},
      {R"({"kind":"warmup","steps":10,"start":0})", 11, 1},
      {R"({"kind":"inverse_sqrt","warmup":4})", 0, 0.25},
      {R"({"kind":"inverse_sqrt","warmup":4})", 3, 1},
      {R"({"kind":"inverse_sqrt","warmup":4})", 15, 0.5},
  }));
  CAPTURE(point.schedule, point.step);
  CHECK_THAT(factor(point.schedule, point.step), WithinAbs(point.factor, exact));
}
