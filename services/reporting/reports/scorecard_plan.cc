#include "services/reporting/reports/scorecard_plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/neighbours/kpi_memory.h"
#include "services/reporting/reports/report_time.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Period;
using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::GetScorecardRequest;

constexpr int kPeriodCountMax = 120;

bool Wanted(const ScorecardQuery& query, const Kpi& kpi) {
  return (query.team.empty() || kpi.team() == query.team) &&
         (query.owner.empty() || kpi.owner() == query.owner);
}

// The columns and the period before them, oldest first.
absl::StatusOr<std::vector<Period>> PeriodsOf(const ScorecardQuery& query,
                                              const okapi::common::v1::Calendar& settings,
                                              absl::Time as_of) {
  OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar,
                         calendar::Calendar::Create(settings, "settings.calendar."));
  std::vector<Period> periods;
  for (const calendar::Period& period :
       calendar.LastPeriods(query.period_type, as_of, query.period_count + 1)) {
    periods.push_back(calendar::ToProto(period));
  }
  return periods;
}

KpiQuestion QuestionOf(const ScorecardQuery& query, const ScorecardPlan& plan, size_t kpi,
                       const std::string& dimension) {
  KpiQuestion question;
  question.kpi = kpi;
  question.dimension = dimension;
  AggregateKpiRequest& request = question.request;
  request.set_name(plan.kpis[kpi].name());
  request.set_period_type(query.period_type);
  request.set_include_due_target(HasCurve(plan.kpis[kpi]));
  if (!dimension.empty()) request.add_group_by(dimension);
  if (query.details) {
    request.add_compare(AggregateKpiRequest::PREVIOUS_YEAR);
    request.set_include_coverage(true);
  }
  *request.mutable_start_time() = plan.periods.front().start_time();
  std::optional<int> now;
  if (query.as_of.has_value()) {
    // A sample of that very time counts, and a period that begins with it is there.
    *request.mutable_end_time() = api::ToTimestamp(*query.as_of + absl::Microseconds(1));
  } else {
    now = query.period_count;
  }
  question.key = KeyOfPeriods(query.organization, request, now);
  return question;
}

}  // namespace

bool HasCurve(const Kpi& kpi) {
  return std::any_of(kpi.targets().begin(), kpi.targets().end(),
                     [](const okapi::metrics::v1::Target& target) { return target.has_curve(); });
}

std::string ScorecardQuery::Key() const {
  return absl::StrCat(
      organization, "|", period_type, "|", period_count, "|",
      as_of.has_value() ? absl::FormatTime(absl::RFC3339_full, *as_of, absl::UTCTimeZone()) : "now",
      "|", breakdown, details, rank_by_contribution, forecasts, "|", team, "|", owner);
}

absl::StatusOr<ScorecardQuery> ScorecardQuery::Parse(const GetScorecardRequest& request,
                                                     absl::string_view prefix) {
  status::FieldViolations violations;
  auto violate = [&](absl::string_view field, absl::string_view description) {
    violations.Add(absl::StrCat(prefix, field), description);
  };
  ScorecardQuery query;
  query.organization = request.name();
  if (request.period_type() != okapi::common::v1::PERIOD_TYPE_UNSPECIFIED) {
    query.period_type = request.period_type();
  }
  if (request.period_count() < 0 || request.period_count() > kPeriodCountMax) {
    violate("period_count", absl::StrCat("must be from 1 to ", kPeriodCountMax));
  }
  if (request.period_count() != 0) query.period_count = request.period_count();
  if (request.has_as_of_time()) {
    query.as_of = api::FromTimestamp(request.as_of_time());
    CheckReportTime(absl::StrCat(prefix, "as_of_time"), *query.as_of, violations);
  }
  query.breakdown = request.breakdown();
  query.details = request.details();
  query.rank_by_contribution = request.rank_by_contribution();
  query.forecasts = request.forecasts();
  query.group_by = request.group_by();
  query.group_label = request.group_label();
  const bool by_label = query.group_by == GetScorecardRequest::LABEL;
  if (by_label == query.group_label.empty()) {
    violate("group_label", by_label ? "is required to group by a label" : "is for LABEL only");
  }
  // Its groups are made of the members' rows.
  query.breakdown = query.breakdown || by_label;
  query.known_etag = request.known_etag();
  query.names = request.names();
  query.team = request.team();
  query.owner = request.owner();
  for (const auto& [field, name] : {std::pair("team", query.team), {"owner", query.owner}}) {
    if (!name.empty() && api::OrganizationOf(name) != query.organization) {
      violate(field, "must belong to the organization of the scorecard");
    }
  }
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  return query;
}

absl::StatusOr<ScorecardPlan> PlanScorecard(const ScorecardQuery& query,
                                            const KpiDefinitions& definitions, absl::Time as_of) {
  ScorecardPlan plan;
  plan.rank_by_contribution = query.rank_by_contribution;
  if (!definitions.settings.known()) return plan;
  OKAPI_ASSIGN_OR_RETURN(plan.periods,
                         PeriodsOf(query, definitions.settings.value.calendar(), as_of));
  for (const Kpi& kpi : definitions.kpis.value.kpis()) {
    if (Wanted(query, kpi)) plan.kpis.push_back(kpi);
  }
  for (size_t kpi = 0; kpi < plan.kpis.size(); ++kpi) {
    plan.questions.push_back(QuestionOf(query, plan, kpi, ""));
    if (!query.breakdown) continue;
    for (const auto& dimension : plan.kpis[kpi].dimensions()) {
      plan.questions.push_back(QuestionOf(query, plan, kpi, dimension.label()));
    }
  }
  return plan;
}

}  // namespace okapi::reporting
