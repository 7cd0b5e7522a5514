#pragma once

#include <string>

// The subcommands of `lushan`. Each returns the exit status and throws Error on bad input, before
// anything is written.
namespace lushan::cli {

inline constexpr int succeeded = 0;
inline constexpr int failed = 1;     // the input was good, but the run came to a halt
inline constexpr int bad_input = 2;  // nothing was done

struct TrainArguments {
  std::string experiment;  // a path, or "-" for standard input, here and below
  std::string data;        // the folder of data files; empty: the one of the source tree
  std::string out;         // where the weights go, if anywhere
  std::string trace;       // where a recording of the first steps goes, if anywhere
  int steps = 1000;
  int reports = 20;  // how often the run is evaluated
  bool json = false;
};
int train(const TrainArguments&);

struct EvaluateArguments {
  std::string experiment;
  std::string weights;
  std::string data;
  bool json = false;
};
int evaluate(const EvaluateArguments&);

struct GenerateArguments {
  std::string experiment;
  std::string weights;
  std::string data;
  std::string text;  // what the model reads
  std::string method = "greedy";
  double temperature = 1;
  int seed = 1;
  int beams = 4;
  bool json = false;
};
int generate(const GenerateArguments&);

struct DataArguments {
  std::string experiment;
  std::string data;
  std::string out;
  int steps = 0;  // whose batches are listed
};
int data(const DataArguments&);

struct DescribeArguments {
  std::string experiment;  // empty: the manifest
  bool json = false;
};
int describe(const DescribeArguments&);

struct FingerprintArguments {
  std::string experiment;
  std::string data;
  int steps = 0;
  bool json = false;
};
int fingerprint(const FingerprintArguments&);

}  // namespace lushan::cli
