#pragma once

#include <cstddef>
#include <string>
#include <vector>

struct Run {
  std::string name, experiment, fingerprint, asset_path;
  int steps = 0;

  std::vector<std::byte> asset() const;  // empty when the task needs none
};

// The experiments of tests/golden/fingerprints.json: one or more of every family.
std::vector<Run> fingerprinted_runs();

// The page's presets; those of pictures on a few digits only.
std::vector<Run> preset_runs();

// Examples by turns and dropout: what is drawn at random while training.
inline const std::string spiral = R"({"lushan":1,"seed":7,"task":{"kind":"spiral"},
  "model":{"layers":[{"kind":"dense","units":8},{"kind":"dropout","rate":0.1},
                     {"kind":"dense","units":8,"activation":"relu"}]},
  "train":{"optimizer":{"kind":"adam","lr":0.01},"batch":10}})";
