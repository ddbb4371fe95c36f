#include "services/goals/store/combined_points.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/numbers/error_budget.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/references.h"
#include "services/goals/store/reported_values.h"
#include "services/goals/store/timings.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultSource;
using okapi::goals::v1::Objective;
using okapi::storage::v1::CombinedValueRecord;

// Some tens of megabytes: parts that are forgotten are read again.
constexpr size_t kValuesKnownMax = 1'000'000;

// What it was graded with counts too, which its history need not know.
void AddGraded(const Objective& objective, const std::string& key_result,
               std::vector<DatedValue>& values) {
  const auto* graded = FindGraded(objective, key_result);
  if (graded == nullptr || !graded->has_value()) return;
  const DatedValue value{api::FromTimestamp(graded->value_time()), graded->value()};
  const auto after = std::find_if(values.begin(), values.end(), [&value](const DatedValue& other) {
    return other.time > value.time;
  });
  values.insert(after, value);
}

// By time.
absl::StatusOr<std::vector<DatedValue>> HistoryOf(const GoalsStore& store,
                                                  const storage::Reader& reader,
                                                  const std::string& key_result) {
  OKAPI_ASSIGN_OR_RETURN(const auto stored, store.key_results.FindStored(reader, key_result));
  if (!stored.has_value()) return status::NotFound(key_result);
  const std::string parent = ParentOf(key_result);
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, parent));
  if (!objective.has_value()) return status::NotFound(parent);
  OKAPI_ASSIGN_OR_RETURN(auto values, IsDriven(*stored) ? DrivenValuesOf(reader, key_result)
                                                        : ReportedValuesOf(store, reader, *stored));
  AddGraded(*objective, key_result, values);
  return values;
}

// The first day of its cycle, or of what it has already.
absl::StatusOr<absl::CivilDay> FirstDayOf(const GoalsStore& store, const storage::Reader& reader,
                                          const std::string& key_result) {
  OKAPI_ASSIGN_OR_RETURN(const auto objective,
                         store.objectives.FindStored(reader, ParentOf(key_result)));
  if (!objective.has_value()) return status::NotFound(ParentOf(key_result));
  OKAPI_ASSIGN_OR_RETURN(const CycleDays days, store.DaysOf(reader, *objective));
  const absl::TimeZone& zone = days.calendar.time_zone();
  const absl::CivilDay of_cycle = DayOf(SpanOf(days.cycle, days.calendar).start, zone);
  OKAPI_ASSIGN_OR_RETURN(const auto points, PointsOf(reader, key_result));
  if (points.empty()) return of_cycle;
  return std::min(of_cycle, DayOf(api::FromTimestamp(points.front().value_time()), zone));
}

}  // namespace

absl::StatusOr<absl::Span<const DatedValue>> CombinedPoints::ValuesOf(
    const std::string& key_result) {
  auto known = known_.find(key_result);
  if (known == known_.end()) {
    OKAPI_ASSIGN_OR_RETURN(auto values, HistoryOf(store_, transaction_, key_result));
    values_known_ += values.size();
    known = known_.emplace(key_result, std::move(values)).first;
  }
  return known->second;
}

absl::StatusOr<std::vector<DatedValue>> CombinedPoints::PartsCombined(const KeyResultSource& source,
                                                                      absl::CivilDay first,
                                                                      const absl::TimeZone& zone) {
  if (values_known_ > kValuesKnownMax) {
    known_.clear();
    values_known_ = 0;
  }
  std::vector<absl::Span<const DatedValue>> parts;
  for (const std::string& part : source.key_results()) {
    OKAPI_ASSIGN_OR_RETURN(parts.emplace_back(), ValuesOf(part));
  }
  return CombineHistories(source.combination(), parts, first, zone);
}

absl::StatusOr<bool> CombinedPoints::Keep(const KeyResult& whole, const CombinedValueRecord& now,
                                          absl::Time since) {
  known_.erase(whole.name());
  OKAPI_ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(store_, transaction_, whole.name()));
  const absl::Time newest = api::FromTimestamp(now.value_time());
  const bool is_news =
      origin_ == MoveOrigin::kHere && now.has_value() && DayOf(since, zone) == DayOf(newest, zone);
  if (is_news) {
    // As most often: no other day is another one, unless the newest day was taken back.
    OKAPI_ASSIGN_OR_RETURN(const bool went_back,
                           HasPointsAfter(transaction_, whole.name(), DayOf(newest, zone)));
    if (!went_back)
      return PutPoint(transaction_, whole.name(), {newest, now.value()}, zone,
                      WatchedRangeOf(whole));
  }
  OKAPI_ASSIGN_OR_RETURN(const absl::CivilDay first,
                         FirstDayOf(store_, transaction_, whole.name()));
  const absl::CivilDay from = std::max(first, DayOf(since, zone));
  OKAPI_ASSIGN_OR_RETURN(auto days, PartsCombined(whole.key_result_source(), from, zone));
  // What is known only from before its cycle is known all the same.
  if (now.has_value() && DayOf(newest, zone) < first) days.push_back({newest, now.value()});
  return ReplacePoints(transaction_, whole.name(), from, days, zone);
}

}  // namespace okapi::goals
