#pragma once

#include <catch_amalgamated.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string>

// How Catch2 writes a JSON value of a check that fails. By itself it would go into it as into a
// range, without end, since each of a number's elements is the number again.
template <>
struct Catch::StringMaker<nlohmann::ordered_json> {
  static std::string convert(const nlohmann::ordered_json& value);
};
