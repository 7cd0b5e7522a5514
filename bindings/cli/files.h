#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "train/session.h"

namespace lushan::cli {

// Reads and checks the experiment at `path`, or on standard input for "-". Throws Error.
Experiment read_experiment(const std::string& path);

// The bytes of the data file the experiment's task names; none when it names none. `folder` is
// where to look, or empty: then web/public/data in a folder above the program's own.
std::vector<std::byte> read_asset(const Experiment& experiment, const std::string& folder);

// A run of the experiment at `path` with its data file, looked for as read_asset does. Throws
// Error.
Session open_session(const std::string& path, const std::string& folder);

// Throws Error where there is no such file, or more in it than that.
std::vector<std::byte> read_file(const std::string& path, std::size_t max_bytes);

// Throws Error when a file could not be made at `path`, or the one that is there is the experiment
// itself: better said before an hour's training.
void check_writable(const std::string& path, const std::string& experiment);

// Replaces the file as a whole, or leaves it as it was and throws Error. A device or a pipe is
// written into.
void write_file(const std::string& path, std::span<const std::byte> bytes);

}  // namespace lushan::cli
