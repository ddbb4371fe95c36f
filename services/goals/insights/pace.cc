#include "services/goals/insights/pace.h"

#include <algorithm>
#include <utility>

#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/insights/forecast.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Curve;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Pace;

// Parts of a curve that is no straight line: what it takes to draw it.
constexpr int kParts = 64;

void AddPoint(const KeyResult& key_result, const DatedValue& value, Pace& pace) {
  Pace::Point* point = pace.add_points();
  *point->mutable_time() = api::ToTimestamp(value.time);
  point->set_value(value.value);
  point->set_raw(RawOf(key_result, value.value));
}

void AddExpected(const KeyResult& key_result, const Timing& timing, Pace& pace) {
  const absl::Time start = StartOf(key_result, timing);
  const bool straight = !key_result.has_curve() || key_result.curve().shape() == Curve::LINEAR;
  const int parts = straight ? 1 : std::max(kParts, key_result.curve().shares_size());
  for (int i = 0; i <= parts; ++i) {
    const absl::Time time =
        i == parts ? timing.span.end : start + (timing.span.end - start) * i / parts;
    Pace::Expected* expected = pace.add_expected();
    *expected->mutable_time() = api::ToTimestamp(time);
    expected->set_expected(ExpectedOf(key_result, timing, time));
  }
}

}  // namespace

absl::StatusOr<Pace> PaceOf(const GoalsStore& store, const storage::Reader& reader,
                            const std::string& name, absl::Time now) {
  OKAPI_ASSIGN_OR_RETURN(const KeyResult key_result, store.key_results.Get(reader, name));
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, ParentOf(name)));
  if (!objective.has_value()) return status::NotFound(ParentOf(name));
  OKAPI_ASSIGN_OR_RETURN(const Timing timing, store.TimingOf(reader, *objective, now));
  Pace pace;
  pace.set_key_result(name);
  OKAPI_ASSIGN_OR_RETURN(const auto values, HistoryOf(store, reader, key_result));
  for (const DatedValue& value : values) AddPoint(key_result, value, pace);
  AddExpected(key_result, timing, pace);
  if (MayBeForecast(key_result, *objective, timing)) {
    OKAPI_ASSIGN_OR_RETURN(auto found, ForecastOf(store, reader, key_result, timing, values));
    if (found.has_value()) *pace.mutable_forecast() = std::move(found->forecast);
  }
  *pace.mutable_retargets() = key_result.retargets();
  *pace.mutable_start_time() = api::ToTimestamp(StartOf(key_result, timing));
  *pace.mutable_end_time() = api::ToTimestamp(timing.span.end);
  return pace;
}

}  // namespace okapi::goals
