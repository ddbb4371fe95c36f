#include "services/metrics/queries/kpi_query.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/queries/period_intervals.h"

namespace okapi::metrics {
namespace {

using calendar::Calendar;
using calendar::Period;
using okapi::common::v1::PeriodType;

const v1::Dimension* FindDimension(const v1::Kpi& kpi, const std::string& label) {
  for (const v1::Dimension& dimension : kpi.dimensions()) {
    if (dimension.label() == label) return &dimension;
  }
  return nullptr;
}

// What does not depend on the KPI.
void CheckShape(const v1::AggregateKpiRequest& request, status::FieldViolations& violations) {
  if (request.whole_interval()) {
    constexpr char kNoPeriod[] = "does not go with whole_interval, which is no period";
    if (!request.has_start_time()) {
      violations.Add("start_time", "is required with whole_interval");
    }
    if (request.compare_size() > 0) violations.Add("compare", kNoPeriod);
    if (request.include_coverage()) violations.Add("include_coverage", kNoPeriod);
  }
  for (int i = 0; i < request.compare_size(); ++i) {
    if (request.compare(i) != v1::AggregateKpiRequest::COMPARISON_UNSPECIFIED) continue;
    violations.Add(absl::StrCat("compare[", i, "]"), "must be one of the named ones");
  }
  if (request.top() < 0) violations.Add("top", "must not be negative");
}

absl::Status CheckRequest(const v1::AggregateKpiRequest& request, const v1::Kpi& kpi) {
  status::FieldViolations violations;
  if (request.filter_size() > kMatchersMax) {
    violations.Add("filter", absl::StrCat("has more than ", kMatchersMax, " entries"));
  }
  CheckMatchers(request.filter(), "filter", violations);
  if (request.group_by_size() > kGroupByMax) {
    violations.Add("group_by", absl::StrCat("has more than ", kGroupByMax, " entries"));
  }
  for (int i = 0; i < request.group_by_size(); ++i) {
    const std::string& label = request.group_by(i);
    const std::string field = absl::StrCat("group_by[", i, "]");
    if (FindDimension(kpi, label) == nullptr) {
      violations.Add(field, absl::StrCat("'", label, "' is not a dimension of ", kpi.name()));
    }
    const auto here = request.group_by().begin() + i;
    if (std::find(request.group_by().begin(), here, label) != here) {
      violations.Add(field, absl::StrCat("'", label, "' occurs twice"));
    }
  }
  CheckShape(request, violations);
  return violations.ToStatus();
}

absl::Status CheckOrder(absl::Time start, absl::Time end) {
  if (start < end) return absl::OkStatus();
  return status::InvalidField("start_time",
                              absl::StrCat("must be before the end, ", absl::FormatTime(end)));
}

absl::Status TooManyPeriods() {
  return status::Error(
      absl::StatusCode::kInvalidArgument, status::ErrorReason::LIMIT_EXCEEDED,
      absl::StrCat("start_time: there are more than ", kPeriodsMax, " periods up to end_time"),
      {{"limit", absl::StrCat(kPeriodsMax)}});
}

absl::StatusOr<std::vector<Period>> PeriodsOf(const v1::AggregateKpiRequest& request,
                                              const Calendar& calendar, PeriodType type,
                                              absl::Time end) {
  if (!request.has_start_time()) {
    // The last instant that counts decides: a question that ends with a period is about it.
    return std::vector<Period>{calendar.PeriodAt(type, end - absl::Microseconds(1))};
  }
  const absl::Time start = api::FromTimestamp(request.start_time());
  OKAPI_RETURN_IF_ERROR(CheckOrder(start, end));
  std::vector<Period> periods = calendar.PeriodsBetween(type, start, end, kPeriodsMax + 1);
  if (periods.size() > kPeriodsMax) return TooManyPeriods();
  return periods;
}

// The periods of the KPI's frequency that belong to the period; one that lies across an edge
// belongs to the period that holds its middle, as a week does to its year.
std::vector<TargetPart> TargetParts(const v1::Kpi& kpi, const Calendar& calendar,
                                    const Period& period) {
  if (period.type < kpi.frequency()) return {};  // A part of a target's period has no target.
  std::vector<TargetPart> parts;
  for (const Period& part :
       calendar.PeriodsBetween(kpi.frequency(), period.start, period.end, kPeriodsMax)) {
    const absl::Time middle = part.start + (part.end - part.start) / 2;
    if (!period.Contains(middle)) continue;
    parts.push_back({DayNumber(calendar.DateOf(part.start)), part.start, part.end});
  }
  return parts;
}

// How often an open question about a growing part of a target is looked at again.
constexpr absl::Duration kDueInterval = absl::Minutes(1);

// Whether the periods are settled, and when an open question must look again.
void PlanSettling(const std::vector<Period>& periods, const v1::Kpi& kpi, absl::Time end,
                  absl::Time now, KpiQuery& query) {
  const absl::Duration tolerance = api::FromDuration(kpi.late_tolerance());
  for (size_t i = 0; i < periods.size(); ++i) {
    const absl::Time settles = periods[i].end + tolerance;
    query.periods[i].settled = periods[i].end <= end && settles <= now;
    if (query.open && settles > now) query.next_period = std::min(query.next_period, settles);
  }
}

void PlanPeriods(const std::vector<Period>& periods, const v1::Kpi& kpi, const Calendar& calendar,
                 const v1::AggregateKpiRequest& request, absl::Time end, absl::Time now,
                 KpiQuery& query) {
  if (periods.empty()) return;
  const ComparedPeriods compared(periods, request.compare(), calendar);
  for (const Period& period : periods) {
    QueryPeriod& planned = query.periods.emplace_back();
    planned.period = calendar::ToProto(period);
    if (kpi.targets_size() > 0) planned.target_parts = TargetParts(kpi, calendar, period);
    planned.interval = *compared.IntervalOf(period);
    planned.previous = compared.PreviousOf(period);
    planned.previous_year = compared.YearBeforeOf(period);
  }
  query.aggregation.bounds_us = compared.BoundsUs(end);
  query.aggregation.gap = compared.gap();
  if (request.include_coverage()) query.parts = PartsOf(periods, calendar, end);
  if (query.open) query.next_period = periods.back().end;
  PlanSettling(periods, kpi, end, now, query);
  if (query.open && request.include_due_target() && kpi.targets_size() > 0) {
    query.next_period = std::min(query.next_period, now + kDueInterval);
  }
  if (query.open && query.parts.has_value()) {
    query.next_period = std::min(query.next_period, query.parts->last_end);
  }
}

void PlanDeclaredMembers(const v1::AggregateKpiRequest& request, const v1::Kpi& kpi,
                         KpiQuery& query) {
  if (request.group_by_size() != 1) return;
  for (const v1::DimensionMember& member : FindDimension(kpi, request.group_by(0))->members()) {
    // What a matcher excludes is not asked for.
    const auto& matchers = query.aggregation.matchers;
    const bool asked =
        std::all_of(matchers.begin(), matchers.end(), [&](const LabelMatcher& matcher) {
          return matcher.label() != request.group_by(0) || matcher.Matches(member.value());
        });
    if (asked) query.declared_members.push_back(member.value());
  }
}

}  // namespace

absl::StatusOr<KpiQuery> PlanQuery(const v1::AggregateKpiRequest& request, const v1::Kpi& kpi,
                                   const Calendar& calendar, absl::Time now) {
  OKAPI_RETURN_IF_ERROR(CheckRequest(request, kpi));
  KpiQuery query;
  OKAPI_ASSIGN_OR_RETURN(query.aggregation, AggregationOf(kpi, request));
  PlanDeclaredMembers(request, kpi, query);

  query.open = !request.has_end_time();
  const absl::Time end = query.open ? now : api::FromTimestamp(request.end_time());
  query.end = end;
  if (request.whole_interval()) {
    const absl::Time start = api::FromTimestamp(request.start_time());
    OKAPI_RETURN_IF_ERROR(CheckOrder(start, end));
    okapi::common::v1::Period& interval = query.periods.emplace_back().period;
    *interval.mutable_start_time() = api::ToTimestamp(start);
    *interval.mutable_end_time() = api::ToTimestamp(end);
    query.aggregation.bounds_us = {CeilMicros(start), CeilMicros(end)};
    return query;
  }
  const PeriodType type = request.period_type() == PeriodType::PERIOD_TYPE_UNSPECIFIED
                              ? kpi.frequency()
                              : request.period_type();
  OKAPI_ASSIGN_OR_RETURN(const std::vector<Period> periods,
                         PeriodsOf(request, calendar, type, end));
  PlanPeriods(periods, kpi, calendar, request, end, now, query);
  return query;
}

void MoveEnd(absl::Time now, KpiQuery& query) {
  if (!query.open || query.periods.empty()) return;
  query.end = now;
  okapi::common::v1::Period& last = query.periods.back().period;
  // Only an interval that is no period of the calendar ends with the question.
  if (last.type() == PeriodType::PERIOD_TYPE_UNSPECIFIED) {
    *last.mutable_end_time() = api::ToTimestamp(now);
  }
  query.aggregation.bounds_us.back() = CeilMicros(std::min(query.next_period, now));
  if (query.parts.has_value()) query.parts->bounds_us.back() = query.aggregation.bounds_us.back();
}

std::optional<TargetScope> ScopeOf(const v1::AggregateKpiRequest& request,
                                   const std::vector<std::string>& group) {
  std::map<std::string, std::string> fixed;
  for (size_t i = 0; i < group.size(); ++i) fixed[request.group_by(static_cast<int>(i))] = group[i];
  for (const v1::LabelMatcher& matcher : request.filter()) {
    if (fixed.count(matcher.label()) > 0) continue;  // What a group has passed the filter.
    const absl::StatusOr<LabelMatcher> created = LabelMatcher::Create(matcher);
    const std::string* only = created.ok() ? created->Only() : nullptr;
    if (only == nullptr) return std::nullopt;  // A part that no target is for.
    fixed[matcher.label()] = *only;
  }
  if (fixed.empty()) return TargetScope{};
  if (fixed.size() > 1 || fixed.begin()->second.empty()) return std::nullopt;
  return TargetScope{fixed.begin()->first, fixed.begin()->second};
}

}  // namespace okapi::metrics
