#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/calendar.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/engine/aggregation.h"
#include "services/metrics/kpis/targets.h"
#include "services/metrics/queries/coverage.h"
#include "services/metrics/queries/definition_runs.h"

namespace okapi::metrics {

// Bounds of one question.
inline constexpr size_t kPeriodsMax = 4'000;

// One period to answer for.
struct QueryPeriod {
  okapi::common::v1::Period period;
  // The periods of the KPI's frequency that make it up; none when it has no target.
  std::vector<TargetPart> target_parts;
  bool settled = false;
  // From when on the definition holds that its numbers are computed by; nullopt: from ever.
  std::optional<google::type::Date> definition_date;
  // By that definition the targets of parts add up.
  bool additive = false;
  // The interval of the aggregation that it is, and those it is compared with.
  size_t interval = 0;
  std::optional<size_t> previous;
  std::optional<size_t> previous_year;
};

// A question about a KPI, worked out: what to add up, for which periods.
struct KpiQuery {
  // The intervals, groups and limits of the answer, and the definition as it stands.
  AggregationQuery aggregation;
  // How the numbers are made; PlanRuns makes them.
  std::vector<DefinitionRun> runs;
  std::vector<QueryPeriod> periods;
  // Groups that are answered even without samples.
  std::vector<std::string> declared_members;
  // The parts of the periods, if it is asked whether there are samples in them.
  std::optional<PeriodParts> parts;
  // The end of what is asked for.
  absl::Time end;
  // The question has no end of its own: it ends now, and now moves on.
  bool open = false;
  // When an open question must be worked out again, because a new period, or a new part of it that
  // matters, begins, or one settles. InfiniteFuture for one that has no periods, or an end.
  absl::Time next_period = absl::InfiniteFuture();
};

// Works out a question at `now`. INVALID_ARGUMENT naming every wrong field; LIMIT_EXCEEDED for more
// than kPeriodsMax periods.
absl::StatusOr<KpiQuery> PlanQuery(const v1::AggregateKpiRequest& request, const v1::Kpi& kpi,
                                   const calendar::Calendar& calendar, absl::Time now);

// Moves the end of an open question on to `now`, so that it need not be worked out again within a
// period. Changes nothing in a question that has an end.
void MoveEnd(absl::Time now, KpiQuery& query);

// Which targets a group is measured against: those of the whole for the whole, those of a member
// when a single dimension is fixed to it, by grouping or by a filter; nullopt for anything else.
std::optional<TargetScope> ScopeOf(const v1::AggregateKpiRequest& request,
                                   const std::vector<std::string>& group);

}  // namespace okapi::metrics
