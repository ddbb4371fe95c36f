#pragma once

#include <optional>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/scoring/forecast.h"
#include "common/scoring/key_result.h"
#include "okapi/common/v1/scoring.pb.h"

namespace okapi::scoring {

// The KPI's number on one day of the period.
struct DayNumber {
  // The end of the day, or now while it is not over.
  absl::Time time;
  double value = 0;
  // How much the day counts in the mean: its samples, its divisor. Unused for extremes.
  double weight = 1;
};

// What is known of a number that is made of all samples of a period, as of a mean or a ratio of
// sums: one that days neither add up to nor end at.
struct PeriodForecastInput {
  // Days with a number, in any order.
  absl::Span<const DayNumber> days = {};
  // The period's own number by now, of everything that has come in.
  double so_far = 0;
  // The period: [start, end).
  absl::Time start;
  absl::Time end;
  absl::Time now;
  // What the number can be: a rate of amounts that are not negative is not below 0.
  Range possible = {};
  // What is to hold at the end, as of ForecastInput.
  Range aim = {};
  // Each day has the number of all of the period by then, in place of its own: who follows a
  // running number knows no other. Their weights are not known then, and count as 1.
  bool running = false;
};

// Both forecasts, in this order:
// - Left out: values and weights that are not finite, weights of 0 or less, times after `now`, at
//   `start` or before.
// - nullopt unless start < now < end, `so_far` is finite, there are at least 3 days, and the last
//   one lies behind half of the time that has passed and a tenth of the period, as of a total in
//   forecast.h. n days are left.
// - x is a share of the period, as there; h is the time from the last day to the end. What was
//   known by then stays with the weight 1 - h, the days that remain come with the weight h: so at
//   the end the forecast is the number so far.
// - Of running numbers each is taken for one more day that weighs as much as all others, in the
//   order of time: days without samples are none. So gaps of days that had some, as in a history
//   that is thinned, make the number look younger than it is, and its forecast more open.
//
// `parts`, if wanted, is filled along with a forecast: value = base + pace x reach, before it is
// held within what is possible.

// Of a mean: AVERAGE and RATIO_OF_SUMS. m is the number so far, w the weights.
// - Running: the own number of day i is i m_i - (i - 1) m_(i - 1). Days that weigh otherwise than
//   the others move that from where they were, but not the range: of months whose days' weights
//   differed by a factor of 2 mostly, as many ends lay between as with days that are known.
// - The days that remain are like those before: m. Only a trend that stands out of the noise goes
//   on. It is the weighted line of least squares through the days, each at the middle between its
//   time and that of the day before (the first: start). Its slope is b; of it counts the share
//   1 - c / t2, or nothing where t2 <= c, with t2 the square of the slope's t statistic,
//   (n - 2) b Sxy / (Syy - b Sxy), and c = 4 (n / (n - 2))^2: the square of twice the standard
//   error, wider for few days (the positive-part estimator of James and Stein). It goes on as far
//   as the middle of the rest lies from the mean place of the days, but no further than the days
//   reach.
// - rest: m + share x b x that distance, held within what is possible.
// - value: m + (rest - m) h.
// - width: 9/7 n / (n - 1) s sqrt(h / n) + |value - m|, with s^2 the sum of (w / mean w)^2
//   (y - m)^2, divided by n - 1. That is the standard error of a ratio of sums in a sample of a
//   finite population (Cochran, Sampling Techniques, 6.4: h is the correction for what is known
//   already); 9/7 n / (n - 1) is near Student's t with a tenth on either side; and a trend may also
//   end at once, or double.
// - low and high: value -+ width, held within what is possible of the rest. In simulated
//   months, 3 to 29 days known, 70 to 90 % of the ends lay between for days that do not depend on
//   one another; fewer where each day is like the day before, or where a trend has not shown yet.
// - Likelihood: as in forecast.h.
std::optional<okapi::common::v1::Forecast> ForecastMean(const PeriodForecastInput& input,
                                                        ForecastParts* parts = nullptr);

// Of the smallest or largest number: MIN and MAX. Said for the largest; the smallest is that of the
// negative numbers. m is the number so far.
// - What is reached stays. How much higher it gets is told by how far days rise above their
//   median: s is the mean of y - median of those above it, 0 if there are none. Running: only the
//   days that set a record are known. s is the mean of what each added, (last - first) / records,
//   which for exponential heights is the same; 0 if none was set after the first day. In simulated
//   months, 5 to 25 days known, 60 to 97 % of the ends lay between; with known days 70 to 99 %.
// - The end is at most m + z, z >= 0, with the probability 1 / (1 + r exp(-z / s)), where
//   r = h / (1 - h). At z = 0 that is 1 - h, the chance that the largest of all days is one of
//   those that are over, whatever the numbers are (the rule of records); above, heights are
//   exponential, as peaks over a threshold are, at a rate that is known from one peak only.
// - value, low and high are where that is 1/2, 1/10 and 9/10, or m where it is more at m already:
//   m + s max(0, log(r p / (1 - p))); held within what is possible.
// - Likelihood: by that probability, never surer than n days allow; what is decided is decided, as
//   of a total that never fell.
std::optional<okapi::common::v1::Forecast> ForecastExtreme(const PeriodForecastInput& input,
                                                           bool largest,
                                                           ForecastParts* parts = nullptr);

}  // namespace okapi::scoring
