#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tensor/shape.h"

namespace lushan {

// Named float32 tensors with text beside them, as the safetensors format stores them
// (github.com/huggingface/safetensors): u64 length of the header, header in JSON, raw values.

// What is to be written; the values stay the caller's.
struct TensorView {
  std::string_view name;
  Shape shape;
  std::span<const float> values;
};

struct NamedTensor {
  std::string name;
  Shape shape;  // {1} for a scalar
  std::vector<float> values;
};

struct Safetensors {
  std::map<std::string, std::string> metadata;
  std::vector<NamedTensor> tensors;  // in the order of their values in the file

  const NamedTensor* find(std::string_view name) const;  // null when there is none
};

// The bytes of a file. Equal arguments give equal bytes. Throws Error on two tensors of one name,
// on a shape that does not fit its values and on text that is not UTF-8.
std::vector<std::byte> write_safetensors(const std::map<std::string, std::string>& metadata,
                                         std::span<const TensorView> tensors);
std::vector<std::byte> write_safetensors(const std::map<std::string, std::string>& metadata,
                                         std::span<const NamedTensor> tensors);

// Reads bytes of unknown origin: every length is checked against the bytes that are there before
// anything is allocated. Throws Error, with the tensor's name, on anything that is not exactly a
// header and the values of its float32 tensors (at most four axes, none empty), without gap or
// overlap.
Safetensors read_safetensors(std::span<const std::byte> bytes);

}  // namespace lushan
