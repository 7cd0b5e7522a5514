#include "tasks/text_file.h"

#include <algorithm>
#include <charconv>

#include "tasks/checksum.h"
#include "tasks/split.h"
#include "tensor/error.h"

namespace lushan {
namespace {

constexpr std::string_view magic = "Lushan text 1 ";
constexpr std::size_t checksum_digits = 8;
constexpr std::size_t max_file = 4'000'000;

}  // namespace

std::string_view read_text(std::span<const std::byte> file, std::string_view task) {
  const auto refuse = [&](const std::string& what) {
    throw Error("The text of the task " + std::string(task) + " " + what +
                "; load the page again, or make the file anew with npm --prefix web run data.");
  };
  if (file.empty()) refuse("was not given");
  if (file.size() > max_file) refuse("is larger than 4 MB");
  std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  if (!text.starts_with(magic)) refuse("does not begin as one");
  text.remove_prefix(magic.size());
  std::uint32_t checksum = 0;
  const std::string_view digits = text.substr(0, checksum_digits);
  std::from_chars(digits.data(), digits.data() + digits.size(), checksum, 16);
  text.remove_prefix(std::min(text.size(), checksum_digits + 1));
  if (crc32(0, std::as_bytes(std::span(text))) != checksum) {
    refuse("is damaged: its checksum does not match");
  }
  const std::size_t head = text.find("\n\n");
  if (head == std::string_view::npos) refuse("has no empty line before it");
  text.remove_prefix(head + 2);
  return text;
}

Dataset language_outline(const TextFacts& facts, int length, int examples, double train_share) {
  Dataset d;
  d.input.kind = ValueKind::tokens;
  d.input.shape = Shape{length};
  d.input.vocabulary =
      vocabulary_of(std::vector<std::string>(static_cast<std::size_t>(facts.symbols)));
  d.target.kind = TargetKind::tokens;
  d.target.count = static_cast<int>(d.input.vocabulary.size());
  d.target.names = d.input.vocabulary;
  d.target.alignment = Alignment::next;
  d.target.length = length;
  d.x.resize(static_cast<std::size_t>(examples * length));
  d.y.resize(d.x.size());
  d.train = train_count(examples, train_share);
  d.chance = facts.chance;
  return d;
}

Dataset windows_outline(const TextFacts& facts, const WindowOptions& o) {
  const int windows = std::min(o.samples, count_windows(facts.characters, o.length));
  return language_outline(facts, o.length, windows, o.train_share);
}

}  // namespace lushan
