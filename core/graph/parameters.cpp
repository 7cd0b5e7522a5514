#include "graph/parameters.h"

#include <algorithm>
#include <utility>

#include "tensor/error.h"
#include "tensor/hash.h"

namespace lushan {
namespace {

std::uint64_t floats_of(std::span<const Parameter> list) {
  std::uint64_t n = 0;
  for (const Parameter& p : list) n += padded(p.shape.size());
  return n;
}

}  // namespace

int Parameters::declare(Parameter parameter) {
  const int known = find(parameter.name);
  if (known >= 0) {
    const Shape& shape = list_[static_cast<std::size_t>(known)].shape;
    if (shape != parameter.shape) {
      throw Error("The parameter " + parameter.name + " is " + shape.text() + " and cannot be " +
                  parameter.shape.text() + " as well; give one of the two another name.");
    }
    return known;
  }
  if (values_) throw Error("The parameter " + parameter.name + " came after the memory was taken.");
  const int id = static_cast<int>(list_.size());
  by_name_.emplace(parameter.name, id);
  list_.push_back(std::move(parameter));
  return id;
}

std::uint64_t Parameters::bytes(std::span<const Parameter> list, int states) {
  return floats_of(list) * sizeof(float) * static_cast<std::uint64_t>(2 + states);
}

void Parameters::allocate(int states) {
  floats_ = static_cast<std::size_t>(floats_of(list_));
  memory_ = Arena(floats_ * static_cast<std::size_t>(2 + states));
  values_ = memory_.data();
  gradients_ = values_ + floats_;
  states_.clear();
  for (int s = 0; s < states; ++s) {
    states_.push_back(gradients_ + floats_ * static_cast<std::size_t>(1 + s));
  }
  std::size_t offset = 0;
  const auto lay_out = [&](bool decays, bool trains) {
    for (Parameter& p : list_) {
      if (p.decays != decays || p.trains != trains) continue;
      p.offset = offset;
      offset += padded(p.shape.size());
    }
    return offset;
  };
  decaying_ = lay_out(true, true);
  trained_ = lay_out(false, true);
  lay_out(false, false);
}

void Parameters::initialize(std::uint64_t seed) {
  std::ranges::fill(memory_.span(), 0.0f);
  for (std::size_t id = 0; id < list_.size(); ++id) {
    const Parameter& p = list_[id];
    const std::span<float> v = value(static_cast<int>(id));
    if (p.start.fill) {
      Rng rng(seed, p.name);
      p.start.fill(rng, v, p.start.fan_in, p.start.fan_out);
    } else {
      std::ranges::fill(v, p.start.constant);
    }
  }
}

int Parameters::find(std::string_view name) const {
  const auto it = by_name_.find(name);
  return it == by_name_.end() ? -1 : it->second;
}

std::size_t Parameters::count() const {
  std::size_t n = 0;
  for (const Parameter& p : list_) n += p.trains ? p.shape.size() : 0;
  return n;
}

std::span<const float> Parameters::value(int id) const {
  const Parameter& p = list_[static_cast<std::size_t>(id)];
  return {values_ + p.offset, p.shape.size()};
}

std::span<const float> Parameters::gradient(int id) const {
  const Parameter& p = list_[static_cast<std::size_t>(id)];
  return {gradients_ + p.offset, p.shape.size()};
}

std::span<float> Parameters::value(int id) {
  return {values_ + list_[static_cast<std::size_t>(id)].offset,
          std::as_const(*this).value(id).size()};
}

std::span<float> Parameters::gradient(int id) {
  return {gradients_ + list_[static_cast<std::size_t>(id)].offset,
          std::as_const(*this).gradient(id).size()};
}

std::uint64_t Parameters::fingerprint() const {
  std::uint64_t hash = fnv1a_start;
  for (const Parameter& p : list_) hash = fnv1a({values_ + p.offset, p.shape.size()}, hash);
  return hash;
}

std::string text_of_fingerprint(std::uint64_t fingerprint) {
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, fingerprint >>= 4) {
    *digit = "0123456789abcdef"[fingerprint & 15];
  }
  return text;
}

}  // namespace lushan
