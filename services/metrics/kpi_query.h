#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/calendar.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/aggregation.h"
#include "services/metrics/targets.h"

namespace okapi::metrics {

// Bounds of one question.
inline constexpr size_t kPeriodsMax = 4'000;
inline constexpr int kMatchersMax = 10;
inline constexpr int kGroupByMax = 3;

// One period to answer for.
struct QueryPeriod {
  okapi::common::v1::Period period;
  // The days on which the periods of the KPI's frequency start that make it up; none when it has
  // no target.
  std::vector<int32_t> target_days;
};

// A question about a KPI, worked out: what to add up, for which periods.
struct KpiQuery {
  AggregationQuery aggregation;
  std::vector<QueryPeriod> periods;
  // Groups that are answered even without samples.
  std::vector<std::string> declared_members;
  // When, besides by new samples, the answer changes: a new period begins. InfiniteFuture for a
  // question with an end.
  absl::Time next_period = absl::InfiniteFuture();
};

// Works out a question at `now`. INVALID_ARGUMENT naming every wrong field; LIMIT_EXCEEDED for more
// than kPeriodsMax periods.
absl::StatusOr<KpiQuery> PlanQuery(const v1::AggregateKpiRequest& request, const v1::Kpi& kpi,
                                   const calendar::Calendar& calendar, absl::Time now);

// Which targets a group is measured against: those of the whole for the whole, those of a member
// when a single dimension is fixed to it, by grouping or by a filter; nullopt for anything else.
std::optional<TargetScope> ScopeOf(const v1::AggregateKpiRequest& request,
                                   const std::vector<std::string>& group);

}  // namespace okapi::metrics
