#include "files.h"

#include <unistd.h>

#include <algorithm>
#include <array>
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
std::vector<std::byte> read_some(std::istream& in, std::size_t max_bytes) {
  std::vector<std::byte> bytes;
  std::array<char, 65536> block;
  while (bytes.size() <= max_bytes && in) {
    in.read(block.data(),
            static_cast<std::streamsize>(std::min(block.size(), max_bytes + 1 - bytes.size())));
    const auto read = std::as_bytes(std::span(block)).first(static_cast<std::size_t>(in.gcount()));
    bytes.insert(bytes.end(), read.begin(), read.end());
  }
  return bytes;
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

// A terminal, a pipe, a device: to be written into, not to be replaced by a file of its name.
bool is_special(const fs::path& path) {
  std::error_code none;
  const fs::file_status status = fs::status(path, none);
  return fs::exists(status) && !fs::is_regular_file(status);
}

// The file that a link leads to, so that it is that file which is replaced.
fs::path behind_links(const fs::path& path) {
  std::error_code none;
  const fs::path file = fs::canonical(path, none);
  return none ? path : file;
}

}  // namespace

std::vector<std::byte> read_file(const std::string& path, std::size_t max_bytes) {
  std::error_code none;
  if (path.empty()) throw Error("The name of a file is empty; name one.");
  if (fs::is_directory(path, none)) throw Error(path + " is a folder; name a file in it.");
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw Error(path + " cannot be read (" + std::strerror(errno) + "); check the name.");
  }
  std::vector<std::byte> bytes = read_some(in, max_bytes);
  if (in.bad()) throw Error(path + " cannot be read to its end; check the disk.");
  if (bytes.size() > max_bytes) {
    throw Error(path + " has more than " + std::to_string(max_bytes) +
                " bytes; name a smaller file.");
  }
  return bytes;
}

Experiment read_experiment(const std::string& path) {
  const std::vector<std::byte> bytes = path == "-" ? read_some(std::cin, Experiment::max_bytes)
                                                   : read_file(path, Experiment::max_bytes);
  return parse_experiment({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
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

Session open_session(const std::string& path, const std::string& folder) {
  Experiment experiment = read_experiment(path);
  const auto asset = read_asset(experiment, folder);
  return Session(std::move(experiment), asset);
}

void check_writable(const std::string& path, const std::string& experiment) {
  std::error_code none;
  if (fs::equivalent(path, experiment, none)) {
    throw Error(path + " is the experiment itself; name another file.");
  }
  if (fs::is_directory(path, none)) throw Error(path + " is a folder; name a file in it.");
  if (is_special(path)) {
    if (access(path.c_str(), W_OK) == 0) return;
    throw Error(path + " cannot be written (" + std::strerror(errno) + "); name another place.");
  }
  fs::path folder = behind_links(path).parent_path();
  if (folder.empty()) folder = ".";
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    throw Error(path + " cannot be written (" + std::strerror(errno) + "); name another folder.");
  }
}

void write_file(const std::string& path, std::span<const std::byte> bytes) {
  const bool special = is_special(path);
  const fs::path to = special ? fs::path(path) : behind_links(path);
  fs::path part = to;
  if (!special) part += "." + std::to_string(getpid()) + ".part";
  std::ofstream out(part, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (out && !special) fs::rename(part, to, error);
  if (out && !error) return;
  const std::string reason = error ? error.message() : std::strerror(errno);
  if (!special) fs::remove(part, error);
  throw Error(path + " cannot be written (" + reason + "); name another place.");
}

}  // namespace lushan::cli
