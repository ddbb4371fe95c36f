#pragma once

#include <google/protobuf/repeated_field.h>

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/scoring/forecast.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/insights/forecast_rule.h"
#include "services/goals/numbers/dated_value.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/timings.h"

// Where key results will be at the end of their cycles.
namespace okapi::goals {

// The values of a key result that is shown, by time: those that people reported and that stand; of
// what is driven the last ones of its days.
absl::StatusOr<std::vector<DatedValue>> HistoryOf(const GoalsStore& store,
                                                  const storage::Reader& reader,
                                                  const okapi::goals::v1::KeyResult& key_result);

// Whether there is an end to foresee, whatever its history: none of what is closed, has not begun
// or is over, nor of what is done or not, measured or not, and of words, which are no amounts.
bool MayBeForecast(const okapi::goals::v1::KeyResult& key_result,
                   const okapi::goals::v1::Objective& objective, const Timing& timing);

// Where its history leads, and how that is known. `start` is when what is forecast began: the key
// result's time, or that of the cycle, whose number it is.
struct FoundForecast {
  okapi::common::v1::Forecast forecast;
  ForecastRule rule = ForecastRule::kLevel;
  scoring::ForecastParts parts;
  absl::Time start;
};

// nullopt when nobody can know. Precondition: MayBeForecast().
absl::StatusOr<std::optional<FoundForecast>> ForecastOf(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::goals::v1::KeyResult& key_result, const Timing& timing,
    absl::Span<const DatedValue> history);

// Fills in the forecasts of many key results, at the time of `timings`. Only the histories of those
// that may have one are read.
absl::Status AddForecasts(const GoalsStore& store, const storage::Reader& reader, Timings& timings,
                          google::protobuf::RepeatedPtrField<okapi::goals::v1::KeyResult>& page);

}  // namespace okapi::goals
