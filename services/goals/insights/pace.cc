#include "services/goals/insights/pace.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "common/api/timestamp.h"
#include "common/scoring/forecast.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/store/combined_values.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Curve;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Pace;

// Parts of a curve that is no straight line: what it takes to draw it.
constexpr int kParts = 64;

void AddPoint(const KeyResult& key_result, double value, const google::protobuf::Timestamp& time,
              Pace& pace) {
  Pace::Point* point = pace.add_points();
  *point->mutable_time() = time;
  point->set_value(value);
  point->set_raw(RawOf(key_result, value));
}

absl::Status AddCheckIns(const GoalsStore& store, const storage::Reader& reader,
                         const KeyResult& key_result, Pace& pace) {
  OKAPI_ASSIGN_OR_RETURN(std::vector<CheckIn> check_ins,
                         CheckInsOf(store, reader, key_result.name()));
  std::stable_sort(check_ins.begin(), check_ins.end(), [](const CheckIn& a, const CheckIn& b) {
    return api::FromTimestamp(a.value_time()) < api::FromTimestamp(b.value_time());
  });
  for (const CheckIn& check_in : check_ins) {
    const auto value = ValueOn(key_result, check_in);
    if (!value.has_value() || !check_in.corrected_by().empty()) continue;
    AddPoint(key_result, *value, check_in.value_time(), pace);
  }
  return absl::OkStatus();
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

std::optional<double> Optional(bool has, double value) {
  return has ? std::optional<double>(value) : std::nullopt;
}

// What is to hold at the end; nullopt for what is done or not, measured or not, and for words,
// which are no amounts.
std::optional<scoring::Range> AimOf(const KeyResult& key_result) {
  switch (key_result.measure_case()) {
    case KeyResult::kRange:
      return RangeOf(key_result.range());
    case KeyResult::kMilestones:
      return scoring::Range{1.0, std::nullopt, false};
    case KeyResult::kFromTo:
    case KeyResult::kRelativeChange: {
      const scoring::Measure way = MeasureOf(key_result);
      const bool down = way.target < way.baseline;
      return scoring::Range{Optional(!down, way.target), Optional(down, way.target), false};
    }
    default:
      return std::nullopt;
  }
}

// For a forecast time passes as fast as the KPI came in the year before: else it would contradict
// what is expected by the same season.
absl::Time AlongSeason(const KeyResult& key_result, const Timing& timing, absl::Time time) {
  if (key_result.curve().season().empty()) return time;
  const absl::Time start = StartOf(key_result, timing);
  return start + (timing.span.end - start) * ExpectedOf(key_result, timing, time);
}

// Where no time passes the last of the values stands for them.
std::vector<scoring::ForecastPoint> ForecastPoints(const KeyResult& key_result,
                                                   const Timing& timing, const Pace& pace) {
  std::vector<scoring::ForecastPoint> points;
  for (const Pace::Point& point : pace.points()) {
    const absl::Time time = AlongSeason(key_result, timing, api::FromTimestamp(point.time()));
    const bool seasonal = !key_result.curve().season().empty();
    if (seasonal && !points.empty() && points.back().time == time) points.pop_back();
    points.push_back({time, point.value()});
  }
  return points;
}

// Whether the number is counted from the first day of its way on.
absl::StatusOr<bool> IsAdditive(const GoalsStore& store, const storage::Reader& reader,
                                const KeyResult& key_result) {
  if (key_result.has_start_date()) return false;
  OKAPI_ASSIGN_OR_RETURN(const FromStart from_start, CountedFromStart(store, reader, key_result));
  return from_start == FromStart::kWholly;
}

void AddForecast(const KeyResult& key_result, const Timing& timing, bool additive, Pace& pace) {
  const auto aim = AimOf(key_result);
  if (!aim.has_value() || !timing.started) return;
  const std::vector<scoring::ForecastPoint> points = ForecastPoints(key_result, timing, pace);
  scoring::ForecastInput input;
  input.points = points;
  input.start = StartOf(key_result, timing);
  input.end = timing.span.end;
  input.now = AlongSeason(key_result, timing, timing.now);
  input.additive = additive;
  input.aim = *aim;
  const auto forecast = scoring::ForecastEnd(input);
  if (forecast.has_value()) *pace.mutable_forecast() = *forecast;
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
  if (IsDriven(key_result)) {
    OKAPI_ASSIGN_OR_RETURN(const auto points, PointsOf(reader, name));
    for (const auto& point : points) {
      // Points are kept as they are known now; of the past those count that lie in it.
      if (reader.as_of().has_value() && api::FromTimestamp(point.value_time()) > now) continue;
      AddPoint(key_result, point.value(), point.value_time(), pace);
    }
  } else {
    OKAPI_RETURN_IF_ERROR(AddCheckIns(store, reader, key_result, pace));
  }
  AddExpected(key_result, timing, pace);
  if (objective->state() != okapi::goals::v1::Objective::CLOSED) {
    OKAPI_ASSIGN_OR_RETURN(const bool additive, IsAdditive(store, reader, key_result));
    AddForecast(key_result, timing, additive, pace);
  }
  *pace.mutable_retargets() = key_result.retargets();
  *pace.mutable_start_time() = api::ToTimestamp(StartOf(key_result, timing));
  *pace.mutable_end_time() = api::ToTimestamp(timing.span.end);
  return pace;
}

}  // namespace okapi::goals
