#pragma once

#include <span>
#include <string>

namespace lushan {

struct Date {
  int year, month, day;  // of the Gregorian calendar; month and day from 1
};

// The date that many days after the first of January of the year 1.
Date date_of(int days);
int days_before(int year);  // from then to the first of January of a year >= 1

int weekday(int days);  // 0 Monday to 6 Sunday

std::string iso_date(const Date&);  // 2026-11-25

// One way of writing a date. weekday: whether to name it where the form can.
struct DateForm {
  std::string (*write)(const Date&, int days, bool weekday);
  bool chinese;
  bool can_name_weekday;
};

// Forms that say day, month and year without doubt, which is why figures with slashes are either
// year first or, as in America, month first, and those with dots day first, as in Europe.
std::span<const DateForm> date_forms();

}  // namespace lushan
