#include "services/cli/terminal/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace okapi::cli {
namespace {

constexpr absl::Duration kBarInterval = absl::Milliseconds(100);
constexpr absl::Duration kLineInterval = absl::Seconds(5);
constexpr int kDefaultWidth = 80;
constexpr int kBarWidthMin = 10;
constexpr int kBarWidthMax = 40;
// Before, the speed tells nothing about the rest.
constexpr double kSecondsMin = 0.5;

int TerminalWidth(std::FILE* out) {
  winsize size{};
  if (ioctl(fileno(out), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kDefaultWidth;
  return size.ws_col;
}

std::string TimeLeft(const ProgressState& state) {
  const int64_t bytes = state.bytes_done - state.bytes_skipped;
  const double seconds = absl::ToDoubleSeconds(state.elapsed);
  if (bytes <= 0 || seconds < kSecondsMin) return "";
  const auto left = static_cast<int64_t>(static_cast<double>(state.bytes_total - state.bytes_done) *
                                             seconds / static_cast<double>(bytes) +
                                         0.5);
  if (left >= 3600)
    return absl::StrFormat("  %d:%02d:%02d left", left / 3600, left / 60 % 60, left % 60);
  return absl::StrFormat("  %d:%02d left", left / 60, left % 60);
}

std::string Speed(const ProgressState& state) {
  const double seconds = absl::ToDoubleSeconds(state.elapsed);
  if (seconds < kSecondsMin) return "";
  const double speed = static_cast<double>(state.samples_done - state.samples_skipped) / seconds;
  return absl::StrCat("  ", WithThousands(static_cast<int64_t>(speed)), "/s");
}

}  // namespace

absl::StatusOr<ProgressStyle> ParseProgressStyle(absl::string_view flag, std::FILE* out) {
  if (flag == "none") return ProgressStyle::kNone;
  if (flag == "bar") return ProgressStyle::kBar;
  if (flag == "auto") {
    return isatty(fileno(out)) != 0 ? ProgressStyle::kBar : ProgressStyle::kLines;
  }
  return absl::InvalidArgumentError("--progress: must be auto, bar or none");
}

std::string WithThousands(int64_t number) {
  const std::string digits = absl::StrCat(number);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    const bool after_digit = i > 0 && digits[i - 1] != '-';
    if (after_digit && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string ProgressLine(const ProgressState& state, ProgressStyle style, int width) {
  const double share = state.bytes_total <= 0
                           ? 1.0
                           : std::clamp(static_cast<double>(state.bytes_done) /
                                            static_cast<double>(state.bytes_total),
                                        0.0, 1.0);
  std::string line = absl::StrFormat("%3d %%  %s samples", static_cast<int>(share * 100),
                                     WithThousands(state.samples_done));
  if (state.trouble.empty()) {
    absl::StrAppend(&line, Speed(state), TimeLeft(state));
  } else {
    absl::StrAppend(&line, "  ", state.trouble);
  }
  const int bar_width = std::min(width - static_cast<int>(line.size()) - 3, kBarWidthMax);
  if (style == ProgressStyle::kBar && bar_width >= kBarWidthMin) {
    const auto filled = static_cast<size_t>(share * bar_width);
    line = absl::StrCat("[", std::string(filled, '#'),
                        std::string(static_cast<size_t>(bar_width) - filled, '.'), "] ", line);
  }
  if (static_cast<int>(line.size()) > width) line.resize(static_cast<size_t>(std::max(width, 0)));
  return line;
}

Progress::Progress(ProgressStyle style, std::FILE* out, const base::Clock& clock)
    : style_(style),
      out_(out),
      clock_(clock),
      begin_(clock.Now()),
      next_(style == ProgressStyle::kBar ? begin_ : begin_ + kLineInterval) {}

Progress::~Progress() {
  if (!bar_shown_) return;
  std::fputs("\r\x1b[K", out_);
  std::fflush(out_);
}

void Progress::Show(ProgressState state) {
  if (style_ == ProgressStyle::kNone) return;
  const absl::Time now = clock_.Now();
  if (now < next_) return;
  state.elapsed = now - begin_;
  if (style_ == ProgressStyle::kBar) {
    // The last column stays free: a terminal would go to the next line.
    const std::string line = ProgressLine(state, style_, TerminalWidth(out_) - 1);
    std::fprintf(out_, "\r%s\x1b[K", line.c_str());
    bar_shown_ = true;
    next_ = now + kBarInterval;
  } else {
    std::fprintf(out_, "%s\n", ProgressLine(state, style_, /*width=*/200).c_str());
    next_ = now + kLineInterval;
  }
  std::fflush(out_);
}

}  // namespace okapi::cli
