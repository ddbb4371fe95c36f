#pragma once

#include <optional>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/scoring/key_result.h"
#include "okapi/common/v1/scoring.pb.h"

namespace okapi::scoring {

struct ForecastPoint {
  absl::Time time;
  double value = 0;
};

// What is known of a number in a period that is not over.
struct ForecastInput {
  // In any order.
  absl::Span<const ForecastPoint> points = {};
  // The period: [start, end).
  absl::Time start;
  absl::Time end;
  absl::Time now;
  // Each value is the total since `start`, as of an additive KPI; otherwise a level, which is what
  // it is at its time.
  bool additive = false;
  // Of a level: its last point holds, as of a stock that is counted; otherwise it may be the wrong
  // one, as of something that is measured. A total always goes on from its last point.
  bool from_last = false;
  // What is to hold at the end: at least the target, at most the limit, within a range. Without
  // bounds there is nothing to reach, and no likelihood.
  Range aim = {};
  // What the number can be: a stock of things is not below 0.
  Range possible = {};
};

// What a forecast is put together of, for those who explain it: value = base + pace x reach.
struct ForecastParts {
  // Of a total and a stock, the last point; of a level, where its pace begins.
  double base = 0;
  // What a whole period would add.
  double pace = 0;
  // For how much of the period the pace is carried on: h of a total and a stock, 1 of a level.
  double reach = 0;
  // How far low and high lie from the value, but for a total that does not fall below its last.
  double width = 0;
};

// Fewer points than this tell no pace from noise.
inline constexpr int kForecastPointsMin = 3;
// More are thinned: they cost more than they tell.
inline constexpr int kForecastPointsMax = 64;

// Where the number will be at the end of the period if it goes on as it did in it. nullopt when
// nobody can know. This is about numbers that go their way through the period; those of all its
// samples, as of a mean, are in period_forecast.h.
//
// The points, in this order:
// - Times are shares of the period, x = (time - start) / (end - start). What is compared with a
//   border counts as at it when it is off by no more than 1e-9.
// - Left out: values that are not finite; times after `now` (they have not happened) and before
//   `start` (another period, another pace); of a total also those at `start`.
// - Several values of one time are one point, their median. The median of an even count is the
//   mean of the two in the middle.
// - Of n > 64 points, sorted by time, those at the indices i (n - 1) / 63, rounded down, for i = 0
//   to 63. n is what is left.
// - nullopt unless start < now < end, there are at least 3 points, and they span at least half of
//   the time that has passed and a tenth of the period. So neither the first days nor a source that
//   fell silent give a forecast. The span of a level is that from the first point to the last; of a
//   total from the start, where the total was 0: (0, 0) joins the points below, but not n.
//
// The forecast. span as above, h is the time from the last point to the end:
// - pace: the median of the slopes (yj - yi) / (xj - xi) of all pairs whose points lie at least
//   half the span apart (Theil-Sen with long arms: one wrong point spoils few of them, and days
//   without a sale do not make a pace of 0).
// - value: of a total or a stock, last + pace h: what has been counted stays. Of a level, the
//   median of y - pace x over all points, + pace: the last point may be the wrong one.
// - stray: how far the number strayed from its pace over a stretch of time, |yj - yi - pace l|,
//   with l = xj - xi, of all pairs with L <= l <= 2 L, where L is an eighth of the span, but not
//   more than h and not less than the longest gap between two neighbours. Each is carried over to
//   the time that remains by the root of (h + h h / span) / l, as a random walk whose pace is
//   itself uncertain; of a level by 1 at least, because its noise does not end. A stock has none.
// - width: the stray at the place 3 n' / 4, rounded up, of the n' strays in ascending order, times
//   3/2 and (n + 1) / (n - 2): three quarters, so that one wrong point among nine does not count;
//   the factors make four fifths of them, and allow for a pace that was taken from the same points.
// - low and high: value - width and value + width. Four of five ends should lie between. In
//   simulated histories of 3 to 30 points over 30 to 90 % of a period 60 to 100 % did: of steady
//   sales and random walks 70 to 92 %, of lumpy sales early in the period the fewest, of straight
//   ways with noise the most.
// - A total that never fell, from 0 on, does not fall: low is the last total at least.
// - Value, low and high are held within what is possible.
//
// The likelihood that the aim holds at the end:
// - P(end < b) = 1 / (1 + 9^((value - b) / width)), the logistic distribution with a tenth beyond
//   low and a tenth beyond high. At least min: 1 - P(end < min); at most max: P(end < max); both:
//   P(end < max) - P(end < min). Strict or not makes no difference.
// - A width of at most the margin, which is 1e-9 times the larger of 1 and |value|, is none:
//   then it is 1 when the value is at least min - margin and at most max + margin, else 0.
// - Never surer than n points allow: at least 1 / (n + 2), at most (n + 1) / (n + 2) (Laplace's
//   rule of succession).
// - Unless it is decided, for a total that never fell: a limit that is broken stays broken, so 0; a
//   min that is reached is no question any more, so 1 if there is no max. Here strict counts.
//
// `parts`, if wanted, is filled along with a forecast.
std::optional<okapi::common::v1::Forecast> ForecastEnd(const ForecastInput& input,
                                                       ForecastParts* parts = nullptr);

// What a number can be whose values were from `least` to `most`: of amounts that are not negative
// it is not negative, and a `share` of which none was more than all is not either.
Range PossibleOf(double least, double most, bool share);

}  // namespace okapi::scoring
