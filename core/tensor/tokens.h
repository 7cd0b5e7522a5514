#pragma once

namespace lushan::tokens {

// What the first entries of every vocabulary mean; the symbols follow.
inline constexpr int pad = 0;    // fills what a shorter example leaves empty; never counted
inline constexpr int begin = 1;  // opens an answer, and so stands between question and answer
inline constexpr int end = 2;    // closes an answer
inline constexpr int specials = 3;

}  // namespace lushan::tokens
