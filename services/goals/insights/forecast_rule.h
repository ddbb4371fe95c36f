#pragma once

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/numbers/dated_value.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// How the value of a key result comes about, and so by which rule of common/scoring it goes on.
enum class ForecastRule {
  // It goes its way: what people report, and what a KPI has in its last period.
  kLevel,
  // A total since the first day of the cycle.
  kTotal,
  // What its last value left it at.
  kStock,
  // A mean of all days since the first one of the cycle, or the most extreme of them. Only the
  // running number of each day is known here, so the rules are those of running numbers.
  kMean,
  kSmallest,
  kLargest,
};

// By the KPI's aggregation and window. With the window CYCLE_TO_DATE: SUM kTotal, and what is not
// known yet the same; MEAN kMean; MIN kSmallest; MAX kLargest. A FORMULA is taken for what its
// history shows: a total if it lies nearer to a way from 0 than to one level, a mean otherwise.
// Reporting knows each day's own number beside, and so sees that some formulas are neither: there
// it forecasts nothing.
// LAST is kStock by any window, anything else of one period kLevel. A total whose key result begins
// later than its cycle is no total of its time: kLevel.
//
// What other key results make is a total if all of them are and it adds up; a mean if all of them
// are means: to take a mean apart is linear, so the sum and the mean of such parts are one too.
// Anything else kLevel.
absl::StatusOr<ForecastRule> ForecastRuleOf(const GoalsStore& store, const storage::Reader& reader,
                                            const okapi::goals::v1::KeyResult& key_result,
                                            const Timing& timing,
                                            absl::Span<const DatedValue> history);

}  // namespace okapi::goals
