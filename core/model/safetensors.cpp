#include "model/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>

#include "schema/json_fields.h"
#include "tensor/error.h"

namespace lushan {
namespace {

static_assert(std::endian::native == std::endian::little, "values are copied as they are stored");

constexpr std::size_t length_bytes = sizeof(std::uint64_t);
constexpr std::size_t max_header = std::size_t{1} << 24;  // also bounds the number of tensors
constexpr std::string_view metadata_key = "__metadata__";

[[noreturn]] void refuse(const std::string& what) {
  throw Error("The weights cannot be read: " + what + " Choose a .safetensors file.");
}

[[noreturn]] void refuse(const std::string& tensor, const std::string& what) {
  throw Error("The weights cannot be read: tensor " + in_quotes(tensor) + " " + what +
              " Write the file anew.");
}

Json parse_header(std::string_view text) {
  Json header;
  try {
    header = parse_json(text, max_header);
  } catch (const Error& e) {
    refuse(std::string("of its header: ") + e.what());
  }
  if (!header.is_object()) refuse("the header is not a JSON object.");
  return header;
}

Shape read_shape(const std::string& name, const Json& extents) {
  if (!extents.is_array()) refuse(name, "has no \"shape\", a list of whole numbers.");
  if (extents.empty()) return {1};
  if (extents.size() > Shape::max_rank) refuse(name, "has more than four axes.");
  Shape shape;
  for (auto extent = extents.rbegin(); extent != extents.rend(); ++extent) {
    if (!extent->is_number_unsigned() || *extent < 1u ||
        *extent > static_cast<unsigned>(std::numeric_limits<int>::max())) {
      refuse(name, "has an axis that is not a whole number from 1 up.");
    }
    shape = shape.with_front(extent->get<int>());
  }
  return shape;
}

// Number of elements, or limit + 1 if there are more than limit.
std::size_t bounded_size(const Shape& shape, std::size_t limit) {
  std::size_t n = 1;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const auto extent = static_cast<std::size_t>(shape[axis]);
    if (extent > limit / n) return limit + 1;
    n *= extent;
  }
  return n;
}

struct Described {
  std::string name;
  Shape shape;
  std::size_t begin, end;  // bytes, counted from the end of the header
};

Described read_description(const std::string& name, const Json& entry, std::size_t data_bytes) {
  if (!entry.is_object()) refuse(name, "is not described by a JSON object.");
  for (const auto& [key, value] : entry.items()) {
    if (key != "dtype" && key != "shape" && key != "data_offsets")
      refuse(name, "has the unknown key " + in_quotes(key) + ".");
  }
  const Json dtype = entry.value("dtype", Json());
  if (!dtype.is_string()) refuse(name, "has no \"dtype\".");
  if (dtype != "F32") {
    refuse(name, "holds values of the type " + in_quotes(dtype.get_ref<const std::string&>()) +
                     "; convert them to float32 (\"F32\").");
  }
  const Json offsets = entry.value("data_offsets", Json());
  if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
      !offsets[1].is_number_unsigned()) {
    refuse(name, "has no \"data_offsets\", two whole numbers.");
  }
  const auto begin = offsets[0].get<std::uint64_t>();
  const auto end = offsets[1].get<std::uint64_t>();
  if (begin > end || end > data_bytes) refuse(name, "lies outside the file; it may be cut short.");
  Shape shape;
  try {
    shape = read_shape(name, entry.value("shape", Json()));
  } catch (const TooLarge&) {
    refuse(name, "has a shape of far more numbers than the file.");
  }
  const std::size_t length = static_cast<std::size_t>(end - begin);
  if (length % sizeof(float) != 0 ||
      bounded_size(shape, length / sizeof(float)) != length / sizeof(float)) {
    refuse(name, "has the shape " + shape.text() + " but " + std::to_string(length) + " bytes.");
  }
  return {name, shape, static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

std::map<std::string, std::string> read_metadata(const Json& entry) {
  if (!entry.is_object()) refuse("its metadata is not a JSON object.");
  std::map<std::string, std::string> metadata;
  for (const auto& [key, value] : entry.items()) {
    if (!value.is_string()) refuse("metadata " + in_quotes(key) + " is not text.");
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

}  // namespace

const NamedTensor* Safetensors::find(std::string_view name) const {
  const auto found = std::ranges::find(tensors, name, &NamedTensor::name);
  return found == tensors.end() ? nullptr : &*found;
}

std::vector<std::byte> write_safetensors(const std::map<std::string, std::string>& metadata,
                                         std::span<const TensorView> tensors) {
  Json header = Json::object();
  if (!metadata.empty()) header[metadata_key] = metadata;
  std::size_t size = 0;
  for (const TensorView& tensor : tensors) {
    const std::string name(tensor.name);
    if (name == metadata_key || header.contains(name))
      throw Error("The weights cannot be written: two tensors are named \"" + name + "\".");
    if (tensor.shape.size() != tensor.values.size()) {
      throw Error("The weights cannot be written: \"" + name + "\" has the shape " +
                  tensor.shape.text() + " but " + std::to_string(tensor.values.size()) +
                  " values.");
    }
    Json shape = Json::array();
    for (int axis = 0; axis < tensor.shape.rank(); ++axis) shape.push_back(tensor.shape[axis]);
    const std::size_t end = size + tensor.values.size_bytes();
    header[name] = {{"dtype", "F32"}, {"shape", shape}, {"data_offsets", {size, end}}};
    size = end;
  }
  std::string text;
  try {
    text = header.dump();
  } catch (const Json::exception&) {
    throw Error("The weights cannot be written: a name or its metadata is not UTF-8.");
  }
  text.resize((text.size() + 7) / 8 * 8, ' ');  // readers may map the values: keep them aligned

  const std::uint64_t length = text.size();
  std::vector<std::byte> bytes(length_bytes + text.size() + size);
  std::byte* to = bytes.data();
  const auto append = [&to](const void* from, std::size_t n) {
    if (n > 0) std::memcpy(to, from, n);
    to += n;
  };
  append(&length, length_bytes);
  append(text.data(), text.size());
  for (const TensorView& tensor : tensors) append(tensor.values.data(), tensor.values.size_bytes());
  return bytes;
}

std::vector<std::byte> write_safetensors(const std::map<std::string, std::string>& metadata,
                                         std::span<const NamedTensor> tensors) {
  std::vector<TensorView> views;
  for (const NamedTensor& t : tensors) views.push_back({t.name, t.shape, t.values});
  return write_safetensors(metadata, views);
}

Safetensors read_safetensors(std::span<const std::byte> bytes) {
  if (bytes.size() < length_bytes) refuse("it is too short.");
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), length_bytes);
  bytes = bytes.subspan(length_bytes);
  if (length > std::min(bytes.size(), max_header)) refuse("its header does not fit.");
  const auto header_bytes = static_cast<std::size_t>(length);
  const Json header = parse_header({reinterpret_cast<const char*>(bytes.data()), header_bytes});
  const std::span<const std::byte> data = bytes.subspan(header_bytes);

  Safetensors file;
  std::vector<Described> described;
  for (const auto& [name, entry] : header.items()) {
    if (name == metadata_key) {
      file.metadata = read_metadata(entry);
    } else {
      described.push_back(read_description(name, entry, data.size()));
    }
  }
  std::ranges::sort(described, {}, &Described::begin);
  std::size_t end = 0;
  for (const Described& d : described) {
    if (d.begin != end) refuse(d.name, "does not begin where the one before it ends.");
    end = d.end;
  }
  if (end != data.size()) refuse("it holds bytes that belong to no tensor.");

  for (Described& d : described) {
    std::vector<float> values(d.shape.size());
    std::memcpy(values.data(), data.data() + d.begin, d.end - d.begin);
    file.tensors.push_back({std::move(d.name), d.shape, std::move(values)});
  }
  return file;
}

}  // namespace lushan
