#include <chrono>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "files.h"
#include "progress.h"
#include "report.h"
#include "tensor/error.h"
#include "train/recording.h"

namespace lushan::cli {
namespace {

constexpr int most_traced = 100;  // steps in a trace
constexpr double slice = 0.05;    // seconds between two looks at the clock

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Trains, telling how it goes a few times.
class Trainer {
 public:
  Trainer(Session& session, const TrainArguments& arguments)
      : session_(session),
        arguments_(arguments),
        progress_(arguments.steps, !arguments.json),
        every_(std::max(1, (arguments.steps + arguments.reports - 1) / arguments.reports)) {}

  void run() {
    report();
    if (!arguments_.trace.empty()) {
      trace();
      report();
    }
    while (!done() && !session_.stop()) {
      advance(slice_steps());
      progress_.show(session_, rate(), loss_, accuracy_);
      if (done() || session_.step() % every_ == 0) report();
    }
    progress_.clear();
  }

  // Steps a second, traced ones aside; NaN when there were none.
  double rate() const { return static_cast<double>(timed_) / seconds_; }

 private:
  bool done() const { return session_.step() >= arguments_.steps; }

  // As many steps as take about a slice, but not beyond the next report.
  int slice_steps() const {
    const auto step = session_.step();
    const auto next = std::min<std::int64_t>(arguments_.steps, (step / every_ + 1) * every_);
    const double most = timed_ > 0 ? std::max(1.0, rate() * slice) : 1.0;
    return static_cast<int>(std::min(static_cast<double>(next - step), most));
  }

  void advance(int steps) {
    const auto start = Clock::now();
    timed_ += session_.run(steps);
    seconds_ += seconds_since(start);
  }

  void trace() {
    Recording recording(session_);
    for (int k = 0; k < most_traced && !done() && recording.step(); ++k) {
    }
    write_file(arguments_.trace, recording.bytes());
  }

  void report() {
    if (session_.stop()) return;
    const Evaluation& test = session_.evaluate(Split::test);
    accuracy_ = test.accuracy;
    if (session_.step() > 0) loss_ = session_.take_loss();
    if (arguments_.json) print(test);
  }

  void print(const Evaluation& test) {
    Json line = {{"step", session_.step()},
                 {"epoch", session_.epoch()},
                 {"loss", number(loss_)},
                 {"learning_rate", session_.learning_rate()},
                 {"train", summary(session_.evaluate(Split::train))},
                 {"test", summary(test)}};
    if (done()) {
      line["steps_per_second"] = number(rate());
      line["fingerprint"] = text_of_fingerprint(session_.fingerprint());
    }
    std::cout << line.dump() << std::endl;  // flushed: whoever reads the lines waits for them
  }

  Session& session_;
  const TrainArguments& arguments_;
  Progress progress_;
  int every_;  // steps between two reports
  double seconds_ = 0;
  std::int64_t timed_ = 0;
  double loss_ = std::nan(""), accuracy_ = std::nan("");
};

int stopped(const Session& session, bool json) {
  const Stop& stop = *session.stop();
  if (json) {
    std::cout << Json{{"stopped", {{"step", stop.step}, {"node", stop.node}}}}.dump() << std::endl;
  }
  std::cerr << stop.message << '\n';
  return failed;
}

}  // namespace

int train(const TrainArguments& arguments) {
  for (const std::string& path : {arguments.out, arguments.trace}) {
    if (!path.empty()) check_writable(path, arguments.experiment);
  }
  if (!arguments.out.empty() && arguments.out == arguments.trace) {
    throw Error("--out and --trace both name " + arguments.out + "; give one another name.");
  }
  Session session = open_session(arguments.experiment, arguments.data);
  Trainer trainer(session, arguments);
  trainer.run();
  if (session.stop()) return stopped(session, arguments.json);
  if (!arguments.out.empty()) write_file(arguments.out, session.save_weights());
  if (!arguments.json) {
    std::cout << session.step() << " steps";
    if (std::isfinite(trainer.rate()))
      std::cout << ", " << std::llround(trainer.rate()) << " a second";
    std::cout << std::endl;  // before what printf writes
    print_evaluations(session);
  }
  return succeeded;
}

}  // namespace lushan::cli
