#pragma once

#include <string>

namespace lushan {

inline constexpr int max_number_in_words = 9999;

// 305 -> "three hundred and five", 1045 -> "one thousand and forty-five": with "and" before what
// follows the hundreds, or the thousands where there are no hundreds, as in British English; a
// hyphen between tens and ones. number: 0 to 9999.
std::string english_number(int number);

// 305 -> 三百零五, 2020 -> 两千零二十. What grammars leave open is settled so: one 零 for any row
// of zeros between other digits and none at the end; 十 and not 一十 at the start, 一十 after 百;
// 两 before 千 and 二 everywhere else.
std::string chinese_number(int number);

// A numeral below ten: 零一二三四五六七八九, or with 〇 for 零 as years are written.
std::string chinese_digit(int digit, bool round_zero = false);

}  // namespace lushan
