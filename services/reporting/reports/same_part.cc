#include "services/reporting/reports/same_part.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/reporting/reports/row_change.h"
#include "services/reporting/reports/scorecard.h"

namespace okapi::reporting {
namespace {

using calendar::Calendar;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiGroup;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;

KpiQuestion PartOf(const KpiQuestion& whole, const ScorecardQuery& query,
                   const calendar::Period& other, absl::Time end) {
  KpiQuestion part;
  part.kpi = whole.kpi;
  part.dimension = whole.dimension;
  part.request.set_name(whole.request.name());
  *part.request.mutable_group_by() = whole.request.group_by();
  part.request.set_whole_interval(true);
  *part.request.mutable_start_time() = api::ToTimestamp(other.start);
  part.key = AnswerKey{query.organization, "AggregateKpi/part", ""};
  // Of now: the answer of a moment ago may stand in.
  if (!query.as_of.has_value()) part.key.request = api::StableBytes(part.request);
  *part.request.mutable_end_time() = api::ToTimestamp(end);
  if (query.as_of.has_value()) part.key.request = api::StableBytes(part.request);
  return part;
}

}  // namespace

absl::Time PartEnd(const calendar::Period& period, const calendar::Period& other, absl::Time end,
                   absl::TimeZone zone) {
  const absl::civil_diff_t passed =
      absl::ToCivilSecond(end, zone) - absl::ToCivilSecond(period.start, zone);
  const absl::Time same = absl::FromCivil(absl::ToCivilSecond(other.start, zone) + passed, zone) +
                          (end - absl::FromUnixSeconds(absl::ToUnixSeconds(end)));
  return std::min(same, other.end);
}

bool GrowsWithPeriod(const Kpi& kpi) {
  switch (kpi.aggregation()) {
    case okapi::metrics::v1::AVERAGE:
    case okapi::metrics::v1::RATIO_OF_SUMS:
    case okapi::metrics::v1::LAST:
      return false;
    default:
      return true;
  }
}

absl::StatusOr<SamePartQuestions> PlanSameParts(const ScorecardQuery& query,
                                                const ScorecardPlan& plan,
                                                const okapi::common::v1::Calendar& settings,
                                                absl::Time as_of) {
  SamePartQuestions asked;
  if (plan.periods.empty() || IsOver(plan.periods.back(), as_of)) return asked;
  OKAPI_ASSIGN_OR_RETURN(const Calendar calendar, Calendar::Create(settings));
  const calendar::Period period =
      calendar.PeriodAt(query.period_type, api::FromTimestamp(plan.periods.back().start_time()));
  auto ask = [&](const calendar::Period& other) {
    // A sample of that very time counts, as it does for the period itself.
    const absl::Time end =
        PartEnd(period, other, as_of + absl::Microseconds(1), calendar.time_zone());
    for (const KpiQuestion& whole : plan.questions) {
      if (!GrowsWithPeriod(plan.kpis[whole.kpi])) continue;
      asked.questions.push_back(PartOf(whole, query, other, end));
    }
  };
  ask(calendar.Previous(period));
  asked.year_first = asked.questions.size();
  // What lies 52 weeks before week 53 is a week of the same year.
  if (!absl::EndsWith(period.id, "-W53")) ask(calendar.YearBefore(period));
  return asked;
}

std::optional<double> PartOfRow(const KpiAnswer& answer, const ScorecardRow& row) {
  for (const KpiGroup& group : answer.value.groups()) {
    const auto member = group.labels().find(row.dimension());
    const bool same = row.dimension().empty() ||
                      (member == group.labels().end() ? "" : member->second) == row.member();
    if (!same || group.values().empty() || !group.values(0).has_value()) continue;
    return group.values(0).value();
  }
  return std::nullopt;
}

void AddSamePartChanges(size_t kpi, const SamePartQuestions& asked,
                        const std::vector<KpiAnswer>& answers, std::vector<ScorecardRow>& rows) {
  for (size_t i = 0; i < asked.questions.size(); ++i) {
    if (asked.questions[i].kpi != kpi) continue;
    for (ScorecardRow& row : rows) {
      if (row.dimension() != asked.questions[i].dimension || row.cells().empty()) continue;
      ScorecardCell& cell = *row.mutable_cells()->rbegin();
      const std::optional<double> before = PartOfRow(answers[i], row);
      if (!cell.has_actual() || !before.has_value()) continue;
      const std::optional<double> change = ChangeOf(*before, cell.actual());
      if (!change.has_value()) continue;
      if (i < asked.year_first) {
        cell.set_change(*change);
      } else {
        cell.set_year_change(*change);
      }
    }
  }
}

}  // namespace okapi::reporting
