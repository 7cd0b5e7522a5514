#include <algorithm>
#include <numeric>

#include "tasks/date_forms.h"
#include "tasks/text.h"

namespace lushan {
namespace {

struct DatesOptions {
  std::string language = "english";
  bool weekday = true;  // half of the forms that can name it do
  int first_year = 1950;
  int years = 100;
  int samples = 5000;
  double train_share = 0.9;
  void fields(Fields& f) {
    static constexpr std::string_view languages[] = {"english", "chinese", "both"};
    f.choice("language", language, languages);
    f.flag("weekday", weekday);
    f.integer("first_year", first_year, {.min = 1000, .max = 2900});
    f.integer("years", years, {.min = 1, .max = 100});
    f.integer("samples", samples, {.min = 20, .max = 20000, .scale = Scale::log});
    f.number("train_share", train_share, {.min = 0.1, .max = 0.95});
  }
};

// Dates in one of many forms and in ISO 8601, character by character. No day comes twice, so what
// is held out was not met in another form.
Dataset make_dates(const Settings& settings, std::uint64_t seed, std::span<const std::byte>) {
  const auto& o = settings.as<DatesOptions>();
  std::vector<DateForm> forms;
  for (const DateForm& form : date_forms()) {
    if (o.language == "both" || (o.language == "chinese") == form.chinese) forms.push_back(form);
  }
  const int begin = days_before(o.first_year);
  std::vector<int> days(static_cast<std::size_t>(days_before(o.first_year + o.years) - begin));
  std::iota(days.begin(), days.end(), begin);
  Rng rng(seed, "task/examples");
  shuffle(rng, days);
  days.resize(std::min(days.size(), static_cast<std::size_t>(o.samples)));

  std::vector<std::string> read, write;
  for (const int day : days) {
    const Date date = date_of(day);
    const DateForm& form =
        forms[static_cast<std::size_t>(rng.below(static_cast<int>(forms.size())))];
    const bool named = rng.below(2) == 1 && o.weekday && form.can_name_weekday;
    read.push_back(form.write(date, day, named));
    write.push_back(iso_date(date));
  }
  // The vocabulary does not depend on what is drawn: every form of a month's days and of the first
  // of every month has all of it.
  std::vector<std::string> all = write;
  for (const DateForm& form : forms) {
    for (int day = days_before(2000); day < days_before(2001); ++day) {
      const Date date = date_of(day);
      if (date.month == 1 || date.day == 1) all.push_back(form.write(date, day, o.weekday));
    }
  }
  Symbols symbols;
  for (const auto& text : all) symbols.add(characters_of(text));
  SequenceBuilder examples(symbols.vocabulary(), Alignment::pair);
  for (std::size_t i = 0; i < days.size(); ++i) {
    examples.add(symbols.tokens(characters_of(read[i])), symbols.tokens(characters_of(write[i])));
  }
  return examples.build(o.train_share, seed);
}

}  // namespace

const TaskDef task_dates = {.name = "dates",
                            .defaults = default_settings<DatesOptions>,
                            .group = "text",
                            .input = ValueKind::tokens,
                            .make = make_dates};

}  // namespace lushan
