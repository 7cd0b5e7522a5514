#include "progress.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <string>

namespace lushan::cli {
namespace {

constexpr std::int64_t width = 24;  // columns of the bar

}  // namespace

Progress::Progress(std::int64_t steps, bool wanted)
    : steps_(steps), visible_(wanted && isatty(STDERR_FILENO)) {}

void Progress::show(const Session& session, double steps_per_second, double loss, double accuracy) {
  const auto now = std::chrono::steady_clock::now();
  if (!visible_ || now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  const auto full =
      static_cast<std::size_t>(width * session.step() / std::max<std::int64_t>(1, steps_));
  std::string bar(full, '#');
  bar.resize(static_cast<std::size_t>(width), '.');
  std::fprintf(stderr, "\r[%s] step %lld of %lld, %lld a second", bar.c_str(),
               static_cast<long long>(session.step()), static_cast<long long>(steps_),
               std::llround(steps_per_second));
  if (!std::isnan(loss)) std::fprintf(stderr, ", loss %.4g", loss);
  if (!std::isnan(accuracy)) std::fprintf(stderr, ", held-out %.1f %%", 100 * accuracy);
  std::fputs("\x1b[K", stderr);  // erases what a longer line left
  std::fflush(stderr);
}

void Progress::clear() {
  if (visible_) std::fputs("\r\x1b[K", stderr);
}

}  // namespace lushan::cli
