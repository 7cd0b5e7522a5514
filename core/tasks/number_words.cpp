#include "tasks/number_words.h"

#include <string_view>

namespace lushan {
namespace {

constexpr std::string_view below_twenty[] = {
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::string_view tens[] = {"",      "",      "twenty",  "thirty", "forty",
                                     "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::string_view chinese_digits[] = {"零", "一", "二", "三", "四",
                                               "五", "六", "七", "八", "九"};

std::string english_below_hundred(int n) {
  if (n < 20) return std::string(below_twenty[n]);
  std::string out(tens[n / 10]);
  if (n % 10 > 0) out.append("-").append(below_twenty[n % 10]);
  return out;
}

}  // namespace

std::string english_number(int n) {
  if (n < 100) return english_below_hundred(n);
  std::string out;
  if (n >= 1000) out.append(below_twenty[n / 1000]).append(" thousand");
  const int hundreds = n / 100 % 10;
  if (hundreds > 0) {
    if (!out.empty()) out += ' ';
    out.append(below_twenty[hundreds]).append(" hundred");
  }
  if (n % 100 > 0) out.append(" and ").append(english_below_hundred(n % 100));
  return out;
}

std::string chinese_digit(int digit, bool round_zero) {
  return digit == 0 && round_zero ? "〇" : std::string(chinese_digits[digit]);
}

std::string chinese_number(int n) {
  if (n == 0) return "零";
  std::string out;
  bool zeros = false;  // since the digit before
  for (const auto& [unit, name] : {std::pair{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}}) {
    const int digit = n / unit % 10;
    if (digit == 0) {
      zeros = true;
      continue;
    }
    if (zeros && !out.empty()) out += "零";
    zeros = false;
    if (digit == 2 && unit == 1000) {
      out += "两";
    } else if (!(digit == 1 && unit == 10 && out.empty())) {
      out += chinese_digits[digit];
    }
    out += name;
  }
  return out;
}

}  // namespace lushan
