#include "tasks/date_forms.h"

#include <string_view>

#include "tasks/number_words.h"

namespace lushan {
namespace {

constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};
constexpr std::string_view weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                         "Friday", "Saturday", "Sunday"};
constexpr std::string_view chinese_weekdays[] = {"一", "二", "三", "四", "五", "六", "日"};
constexpr std::size_t abbreviated = 3;

bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in(int month, int year) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : days[month - 1];
}

std::string figures(int n, int width = 0) {
  std::string out = std::to_string(n);
  while (std::ssize(out) < width) out.insert(0, 1, '0');
  return out;
}

std::string month(const Date& d) { return std::string(months[d.month - 1]); }
std::string short_month(const Date& d) {
  return std::string(months[d.month - 1].substr(0, abbreviated));
}

std::string ordinal(int n) {
  const bool teen = n / 10 == 1;
  const std::string_view ending = teen          ? "th"
                                  : n % 10 == 1 ? "st"
                                  : n % 10 == 2 ? "nd"
                                  : n % 10 == 3 ? "rd"
                                                : "th";
  return figures(n).append(ending);
}

// "Wednesday, " or, beside short months, "Wed "
std::string day_name(int days, bool named) {
  return named ? std::string(weekdays[weekday(days)]) + ", " : "";
}
std::string short_day_name(int days, bool named) {
  return named ? std::string(weekdays[weekday(days)].substr(0, abbreviated)) + " " : "";
}

std::string chinese_day_name(std::string_view word, int days, bool named) {
  return named ? std::string(word).append(chinese_weekdays[weekday(days)]) : "";
}

std::string chinese_year(int year) {
  std::string out;
  for (const char c : std::to_string(year)) out += chinese_digit(c - '0', true);
  return out;
}

// 25 November 2026
std::string day_month_year(const Date& d, int days, bool named) {
  return day_name(days, named) + figures(d.day) + " " + month(d) + " " + figures(d.year);
}

// 25 Nov 2026
std::string short_day_month_year(const Date& d, int days, bool named) {
  return short_day_name(days, named) + figures(d.day) + " " + short_month(d) + " " +
         figures(d.year);
}

// November 25, 2026
std::string month_day_year(const Date& d, int days, bool named) {
  return day_name(days, named) + month(d) + " " + figures(d.day) + ", " + figures(d.year);
}

// Nov 25, 2026
std::string short_month_day_year(const Date& d, int days, bool named) {
  return short_day_name(days, named) + short_month(d) + " " + figures(d.day) + ", " +
         figures(d.year);
}

// the 25th of November 2026
std::string ordinal_day(const Date& d, int days, bool named) {
  return day_name(days, named) + "the " + ordinal(d.day) + " of " + month(d) + " " +
         figures(d.year);
}

// 25-Nov-2026
std::string hyphens(const Date& d, int, bool) {
  return figures(d.day, 2) + "-" + short_month(d) + "-" + figures(d.year);
}

// 25.11.2026
std::string dots(const Date& d, int, bool) {
  return figures(d.day) + "." + figures(d.month) + "." + figures(d.year);
}

// 11/25/2026
std::string slashes(const Date& d, int, bool) {
  return figures(d.month) + "/" + figures(d.day) + "/" + figures(d.year);
}

// 2026/11/25
std::string year_first(const Date& d, int, bool) {
  return figures(d.year) + "/" + figures(d.month) + "/" + figures(d.day);
}

// 2026年11月25日星期三
std::string chinese_figures(const Date& d, int days, bool named) {
  return figures(d.year) + "年" + figures(d.month) + "月" + figures(d.day) + "日" +
         chinese_day_name("星期", days, named);
}

// 二〇二六年十一月二十五日
std::string chinese_numerals(const Date& d, int days, bool named) {
  return chinese_year(d.year) + "年" + chinese_number(d.month) + "月" + chinese_number(d.day) +
         "日" + chinese_day_name("星期", days, named);
}

// 2026年11月25号, 周三: as it is said
std::string chinese_spoken(const Date& d, int days, bool named) {
  return figures(d.year) + "年" + figures(d.month) + "月" + figures(d.day) + "号" +
         chinese_day_name("周", days, named);
}

}  // namespace

int days_before(int year) {
  const int y = year - 1;
  return 365 * y + y / 4 - y / 100 + y / 400;
}

Date date_of(int days) {
  Date d{days / 366 + 1, 1, 1};  // not too late, and by a year or two too early
  while (days_before(d.year + 1) <= days) ++d.year;
  int left = days - days_before(d.year);
  for (; left >= days_in(d.month, d.year); ++d.month) left -= days_in(d.month, d.year);
  d.day = left + 1;
  return d;
}

int weekday(int days) { return days % 7; }  // the first of January of the year 1 was a Monday

std::string iso_date(const Date& d) {
  return figures(d.year, 4) + "-" + figures(d.month, 2) + "-" + figures(d.day, 2);
}

std::span<const DateForm> date_forms() {
  static constexpr DateForm forms[] = {
      {day_month_year, false, true},  {short_day_month_year, false, true},
      {month_day_year, false, true},  {short_month_day_year, false, true},
      {ordinal_day, false, true},     {hyphens, false, false},
      {dots, false, false},           {slashes, false, false},
      {year_first, false, false},     {chinese_figures, true, true},
      {chinese_numerals, true, true}, {chinese_spoken, true, true},
  };
  return forms;
}

}  // namespace lushan
