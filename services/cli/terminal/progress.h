#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/clock.h"

namespace okapi::cli {

// How progress is shown.
enum class ProgressStyle {
  kNone,
  kLines,  // A line now and then, for logs.
  kBar,    // One line that is written over, for terminals.
};

// The style for `auto`, `bar` or `none` when writing to `out`: auto means a bar on a terminal and
// lines elsewhere.
absl::StatusOr<ProgressStyle> ParseProgressStyle(absl::string_view flag, std::FILE* out);

// How far a push has come.
struct ProgressState {
  int64_t bytes_done = 0;
  int64_t bytes_total = 0;
  int64_t samples_done = 0;
  // Those done when the push began to send: what an earlier push did says nothing about the speed.
  int64_t samples_skipped = 0;
  int64_t bytes_skipped = 0;
  absl::Duration elapsed;
  // What is being waited for, if anything out of the ordinary.
  std::string trouble;
};

// One line of at most `width` columns, without its end.
std::string ProgressLine(const ProgressState& state, ProgressStyle style, int width);

// 1234567 as 1,234,567.
std::string WithThousands(int64_t number);

// Shows progress on `out`: a bar every tenth of a second, lines every 5 seconds. Not thread-safe.
class Progress {
 public:
  // `out` and `clock` must outlive this.
  Progress(ProgressStyle style, std::FILE* out, const base::Clock& clock);
  // Takes the bar away.
  ~Progress();

  // Shows the state if it is time to; `elapsed` is filled in.
  void Show(ProgressState state);

 private:
  const ProgressStyle style_;
  std::FILE* const out_;
  const base::Clock& clock_;
  const absl::Time begin_;
  absl::Time next_;
  bool bar_shown_ = false;
};

}  // namespace okapi::cli
