#pragma once

#include <cstddef>
#include <string>
#include <vector>

// The experiments of tests/golden/fingerprints.json: one or more of every family.
struct Run {
  std::string name, experiment, fingerprint, asset_path;
  int steps = 0;

  std::vector<std::byte> asset() const;  // empty when the task needs none
};

std::vector<Run> fingerprinted_runs();
