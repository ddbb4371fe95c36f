#include "services/goals/insights/forecast.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/api/timestamp.h"
#include "common/scoring/period_forecast.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/numbers/progress.h"
#include "services/goals/store/key_result_points.h"
#include "services/goals/store/references.h"
#include "services/goals/store/reported_values.h"
#include "services/goals/store/timings.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Forecast;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

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
                                                   const Timing& timing,
                                                   absl::Span<const DatedValue> history) {
  const bool seasonal = !key_result.curve().season().empty();
  std::vector<scoring::ForecastPoint> points;
  for (const DatedValue& value : history) {
    const absl::Time time = AlongSeason(key_result, timing, value.time);
    if (seasonal && !points.empty() && points.back().time == time) points.pop_back();
    points.push_back({time, value.value});
  }
  return points;
}

// Of a number that goes its way.
scoring::ForecastInput WayOf(const KeyResult& key_result, const Timing& timing, ForecastRule rule,
                             absl::Span<const scoring::ForecastPoint> points) {
  scoring::ForecastInput input;
  input.points = points;
  input.start = StartOf(key_result, timing);
  input.end = timing.span.end;
  input.now = AlongSeason(key_result, timing, timing.now);
  input.additive = rule == ForecastRule::kTotal;
  input.from_last = rule == ForecastRule::kStock;
  input.aim = *AimOf(key_result);
  return input;
}

// The number of all of the cycle by each of its days; that of now by now.
std::vector<scoring::DayNumber> RunningNumbers(const Timing& timing,
                                               absl::Span<const DatedValue> history) {
  const absl::TimeZone& zone = timing.span.zone;
  std::vector<scoring::DayNumber> numbers;
  for (const DatedValue& value : history) {
    const absl::Time over = absl::FromCivil(DayOf(value.time, zone) + 1, zone);
    numbers.push_back({std::min(over, timing.now), value.value});
  }
  return numbers;
}

// By the running numbers: those of the days themselves, taken from these as if all weighed the
// same, can be negative where no day was. Of a mean that stayed positive over days that were not,
// the low end may so be held too high.
scoring::Range PossibleOf(const KeyResult& key_result, absl::Span<const DatedValue> history) {
  const auto [least, most] =
      std::minmax_element(history.begin(), history.end(),
                          [](const auto& a, const auto& b) { return a.value < b.value; });
  return scoring::PossibleOf(least->value, most->value, key_result.unit().percent());
}

// Of the cycle's own number. Precondition: there is a history.
std::optional<Forecast> ForecastOfCycle(const KeyResult& key_result, const Timing& timing,
                                        ForecastRule rule, absl::Span<const DatedValue> history,
                                        scoring::ForecastParts* parts) {
  const std::vector<scoring::DayNumber> numbers = RunningNumbers(timing, history);
  scoring::PeriodForecastInput input;
  input.days = numbers;
  input.running = true;
  input.so_far = history.back().value;
  input.start = timing.span.start;
  input.end = timing.span.end;
  input.now = timing.now;
  input.possible = PossibleOf(key_result, history);
  input.aim = *AimOf(key_result);
  if (rule == ForecastRule::kMean) return scoring::ForecastMean(input, parts);
  return scoring::ForecastExtreme(input, rule == ForecastRule::kLargest, parts);
}

bool IsOfCycle(ForecastRule rule) {
  return rule == ForecastRule::kMean || rule == ForecastRule::kSmallest ||
         rule == ForecastRule::kLargest;
}

}  // namespace

absl::StatusOr<std::vector<DatedValue>> HistoryOf(const GoalsStore& store,
                                                  const storage::Reader& reader,
                                                  const KeyResult& key_result) {
  if (!IsDriven(key_result)) return ReportedValuesOf(store, reader, key_result);
  OKAPI_ASSIGN_OR_RETURN(auto values, DrivenValuesOf(reader, key_result.name()));
  const absl::Time newest = api::FromTimestamp(key_result.current_value_time());
  std::erase_if(values,
                [&](const DatedValue& value) { return CameLater(reader, newest, value.time); });
  return values;
}

bool MayBeForecast(const KeyResult& key_result, const Objective& objective, const Timing& timing) {
  return objective.state() != Objective::CLOSED && timing.started &&
         StartOf(key_result, timing) < timing.now && timing.now < timing.span.end &&
         AimOf(key_result).has_value();
}

absl::StatusOr<std::optional<FoundForecast>> ForecastOf(const GoalsStore& store,
                                                        const storage::Reader& reader,
                                                        const KeyResult& key_result,
                                                        const Timing& timing,
                                                        absl::Span<const DatedValue> history) {
  if (history.size() < scoring::kForecastPointsMin) return std::nullopt;
  FoundForecast found;
  OKAPI_ASSIGN_OR_RETURN(found.rule, ForecastRuleOf(store, reader, key_result, timing, history));
  std::optional<Forecast> forecast;
  if (IsOfCycle(found.rule)) {
    found.start = timing.span.start;
    forecast = ForecastOfCycle(key_result, timing, found.rule, history, &found.parts);
  } else {
    const std::vector<scoring::ForecastPoint> points = ForecastPoints(key_result, timing, history);
    const scoring::ForecastInput input = WayOf(key_result, timing, found.rule, points);
    found.start = input.start;
    forecast = scoring::ForecastEnd(input, &found.parts);
  }
  if (!forecast.has_value()) return std::nullopt;
  found.forecast = *std::move(forecast);
  return found;
}

absl::Status AddForecasts(const GoalsStore& store, const storage::Reader& reader, Timings& timings,
                          google::protobuf::RepeatedPtrField<KeyResult>& page) {
  for (KeyResult& it : page) {
    OKAPI_ASSIGN_OR_RETURN(const TimedObjective* parent, timings.OfParent(it.name()));
    const Timing& timing = parent->timing;
    // What nobody has reported on has no history.
    if (!IsDriven(it) && !it.has_current_value() && !it.has_milestones()) continue;
    if (!MayBeForecast(it, *parent->objective, timing)) continue;
    OKAPI_ASSIGN_OR_RETURN(const auto history, HistoryOf(store, reader, it));
    OKAPI_ASSIGN_OR_RETURN(auto found, ForecastOf(store, reader, it, timing, history));
    if (found.has_value()) *it.mutable_forecast() = std::move(found->forecast);
  }
  return absl::OkStatus();
}

}  // namespace okapi::goals
