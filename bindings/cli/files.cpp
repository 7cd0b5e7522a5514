#include "files.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tensor/error.h"

namespace lushan::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_asset_bytes = 1'000'000'000;

// At most one byte more than max_bytes, which then tells the caller that there are too many.
std::string read_some(std::istream& in, std::size_t max_bytes) {
  std::string text;
  char block[65536];
  while (text.size() <= max_bytes && in) {
    in.read(block,
            static_cast<std::streamsize>(std::min(sizeof block, max_bytes + 1 - text.size())));
    text.append(block, static_cast<std::size_t>(in.gcount()));
  }
  return text;
}

std::string read_text(const std::string& path, std::size_t max_bytes) {
  std::error_code none;
  if (fs::is_directory(path, none)) throw Error(path + " is a folder; name a file in it.");
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw Error(path + " cannot be read (" + std::strerror(errno) + "); check the name.");
  }
  std::string text = read_some(in, max_bytes);
  if (in.bad()) throw Error(path + " cannot be read to its end; check the disk.");
  if (text.size() > max_bytes) {
    throw Error(path + " has more than " + std::to_string(max_bytes) +
                " bytes; name a smaller file.");
  }
  return text;
}

// The folder of the source tree that the program was built in, or an empty path.
fs::path data_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (fs::path p = program.parent_path(); !p.empty() && p != p.root_path(); p = p.parent_path()) {
    if (fs::is_directory(p / "web/public/data", error)) return p / "web/public/data";
  }
  return {};
}

}  // namespace

std::vector<std::byte> read_file(const std::string& path, std::size_t max_bytes) {
  const std::string text = read_text(path, max_bytes);
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

Experiment read_experiment(const std::string& path) {
  return parse_experiment(path == "-" ? read_some(std::cin, Experiment::max_bytes)
                                      : read_text(path, Experiment::max_bytes));
}

std::vector<std::byte> read_asset(const Experiment& experiment, const std::string& folder) {
  const TaskDef& task = *experiment.task.def;
  if (task.asset.empty()) return {};
  const fs::path where = folder.empty() ? data_folder() : fs::path(folder);
  const fs::path file = where / (std::string(task.asset) + ".bin");
  std::error_code none;
  if (where.empty() || !fs::exists(file, none)) {
    throw Error(
        "task.kind is " + std::string(task.name) + ", whose data file " +
        (where.empty() ? file.filename() : file).string() +
        " is missing; make it with npm --prefix web run data, or name its folder with --data.");
  }
  return read_file(file.string(), max_asset_bytes);
}

void check_writable(const std::string& path) {
  std::error_code none;
  if (fs::is_directory(path, none)) throw Error(path + " is a folder; name a file in it.");
  fs::path folder = fs::path(path).parent_path();
  if (folder.empty()) folder = ".";
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    throw Error(path + " cannot be written (" + std::strerror(errno) + "); name another folder.");
  }
}

void write_file(const std::string& path, std::span<const std::byte> bytes) {
  const std::string part = path + "." + std::to_string(getpid()) + ".part";
  std::ofstream out(part, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (out) fs::rename(part, path, error);
  if (out && !error) return;
  const std::string reason = error ? error.message() : std::strerror(errno);
  fs::remove(part, error);
  throw Error(path + " cannot be written (" + reason + "); name another place.");
}

}  // namespace lushan::cli
