#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/scoring/key_result.h"
#include "common/status/errors.h"

// How long a value that is to be kept may be out of its range, and how fast that is used up: error
// budgets and their burn rates as of the Google SRE Workbook, "Alerting on SLOs".
namespace okapi::scoring {

// A value of a history. It holds from its time until that of the next one: who measures seldom is
// judged by the last measurement, and nothing is interpolated.
struct ValueStep {
  absl::Time time;
  // nullopt: from then on nobody knows the value.
  std::optional<double> value;
};

// How a span of time was spent. What nobody knows is neither kept nor broken.
struct RangeTime {
  absl::Duration kept;
  absl::Duration broken;
  absl::Duration unknown;
};

// How long the value was within the range, out of it, or not known, from `start` to `end`; kept is
// what RangeProgress calls so. Before the first step it is unknown. Steps by time, of several of
// one time the last one holds.
RangeTime TimeInRange(absl::Span<const ValueStep> steps, const Range& range, absl::Time start,
                      absl::Time end);

// The same of the last `window` of the time from `start` to `now`. What lies before the start was
// not promised: it is not known, whatever the value was then.
RangeTime TimeInWindow(absl::Span<const ValueStep> steps, const Range& range, absl::Time start,
                       absl::Time now, absl::Duration window);

// Adds to `violations` what makes an error budget meaningless: a share of the time that is not
// greater than 0 and less than 1. With 0 nothing could be left, with 1 nothing would be promised.
void CheckErrorBudget(double share, absl::string_view field, status::FieldViolations& violations);

struct ErrorBudget {
  absl::Duration budget;  // The share of the whole time.
  absl::Duration spent;   // How long the value was out of range.
  absl::Duration left;    // Negative when more was spent than there was.
  double spent_share = 0;
};

// Of a time that is `whole` long, of which the value was `broken` for some. Preconditions: `share`
// is greater than 0, and so is `whole`.
ErrorBudget SpendErrorBudget(double share, absl::Duration whole, absl::Duration broken);

// How fast the budget burns over a window: the share of the window for which the value was out of
// range, in shares. At 1 the budget lasts exactly as long as the time for which it was given, at 2
// half as long. It is a share of the whole window, not of its known part: so what was spent in
// windows adds up to what was spent, and a minute that is known to be bad is no outage of a month.
// What is not known may hide more: it is told beside the rate. nullopt when nothing is known.
std::optional<double> BurnRate(const RangeTime& window, double share);

// When the budget will be used up if it goes on burning at this rate; nullopt when it does not
// burn, or is used up already.
std::optional<absl::Time> ExhaustTime(const ErrorBudget& budget, double share, double burn_rate,
                                      absl::Time now);

// Whether both a long and a short window burn faster than `rate`: the long one says that it
// matters, the short one that it goes on still. Just `rate`, and what is above it by no more than
// 1e-9, is not faster. nullopt when one of the two is not known, unless the other one burns no
// faster.
std::optional<bool> BurnsFaster(std::optional<double> long_window,
                                std::optional<double> short_window, double rate);

}  // namespace okapi::scoring
