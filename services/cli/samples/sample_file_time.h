#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace okapi::cli {

// Reads a time as files write it, to the microsecond:
//   2026-01-31T08:30:00Z, 2026-01-31T08:30:00.25+07:00   RFC 3339; a blank may stand for the T
//   2026-01-31, 2026-01-31 08:30, 2026-01-31T08:30:00    in `zone`; a date is its first moment
//   1769848200, 1769848200.5, 1769848200500              seconds or milliseconds since 1970
// A number below 100,000,000 is refused: it is rather 20260131 than a moment before March 1973. Of
// a local time that a change of clocks repeats, the first is meant; one that it skips is refused.
// INVALID_ARGUMENT with what would be right.
absl::StatusOr<absl::Time> ParseSampleTime(absl::string_view text, const absl::TimeZone& zone);

}  // namespace okapi::cli
