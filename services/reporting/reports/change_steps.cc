#include "services/reporting/reports/change_steps.h"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/text/quantity.h"
#include "services/reporting/reports/explanation_inputs.h"
#include "services/reporting/reports/row_change.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Period;
using okapi::metrics::v1::KpiValue;
using okapi::reporting::v1::KpiExplanation;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;
using okapi::reporting::v1::Trend;
using okapi::text::ExactNumber;
using okapi::text::Operand;

// What a number is compared with.
struct Compared {
  std::optional<double> number;
  // The period, and the end of it or of its part.
  std::string period;
  absl::Time end;
  // Only a part of it.
  bool part = false;
};

// The period of the group that starts then.
std::optional<double> NumberAt(const okapi::metrics::v1::KpiGroup& group, const Period& period) {
  for (const KpiValue& value : group.values()) {
    if (value.period().start_time().seconds() != period.start_time().seconds()) continue;
    return value.has_value() ? std::optional<double>(value.value()) : std::nullopt;
  }
  return std::nullopt;
}

// Its number in the part that is compared with; `year`: of a year ago.
std::optional<Compared> PartOf(const ExplainedCellPlan& plan, const std::vector<KpiAnswer>& answers,
                               const ExplainedRows& rows, bool year) {
  const ScorecardRow& row = rows.rows[rows.row];
  const auto& questions = plan.same_parts.questions;
  const size_t first = answers.size() - questions.size();
  for (size_t i = 0; i < questions.size(); ++i) {
    if (questions[i].dimension != row.dimension()) continue;
    if (year != (i >= plan.same_parts.year_first)) continue;
    return Compared{PartOfRow(answers[first + i], row), "",
                    api::FromTimestamp(questions[i].request.end_time()), /*part=*/true};
  }
  return std::nullopt;
}

void ExplainChange(const char* name, const char* input, const Compared& with,
                   const absl::TimeZone& zone, KpiExplanation& explanation) {
  const std::string what =
      with.part ? absl::StrCat(with.period, " until ",
                               absl::FormatTime("%Y-%m-%d %H:%M:%E*S", with.end, zone))
                : with.period;
  if (!with.number.has_value()) {
    explanation.add_steps(absl::StrCat("no ", name, ": there is no number of ", what));
    return;
  }
  auto& before = AddNumber(input, *with.number, explanation);
  before.set_text(with.period);
  *before.mutable_time() = api::ToTimestamp(with.end);
  const double now = explanation.number().value();
  const std::optional<double> change = ChangeOf(*with.number, now);
  if (!change.has_value()) {
    explanation.add_steps(absl::StrCat("no ", name, ": ", what, " is ", ExactNumber(*with.number),
                                       ", of which there are no shares"));
    return;
  }
  explanation.add_steps(absl::StrCat(name, " = (", Operand(now), " - ", Operand(*with.number),
                                     ") / ", ExactNumber(std::abs(*with.number)), " = ",
                                     ExactNumber(*change), ": from ", what));
}

std::string Counted(size_t count, const char* what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

// The cell of the period.
const ScorecardCell& CellAt(absl::Span<const Period> columns, const ScorecardRow& row,
                            const std::string& period) {
  int at = 0;
  while (columns[static_cast<size_t>(at)].id() != period) ++at;
  return row.cells(at);
}

}  // namespace

void ExplainChanges(const ExplainedCellPlan& plan, const std::vector<KpiAnswer>& answers,
                    const ExplainedRows& rows, const calendar::Calendar& calendar,
                    KpiExplanation& explanation) {
  if (!explanation.number().has_value()) return;
  const Period& period = plan.scorecard.periods.back();
  const calendar::Period here =
      calendar.PeriodAt(period.type(), api::FromTimestamp(period.start_time()));
  const bool part = explanation.cell().open() && GrowsWithPeriod(explanation.kpi());
  const auto explain = [&](bool year, const calendar::Period& other, std::optional<double> number) {
    Compared with{number, other.id, other.end};
    if (part) {
      const auto found = PartOf(plan, answers, rows, year);
      if (!found.has_value()) return;
      with = *found;
      with.period = other.id;
    }
    ExplainChange(year ? "year change" : "change", year ? "year before" : "previous", with,
                  calendar.time_zone(), explanation);
  };
  const Period& before = plan.scorecard.periods[plan.scorecard.periods.size() - 2];
  explain(/*year=*/false, calendar.Previous(here), NumberAt(rows.group, before));
  // Week 53 has none a year ago.
  if (absl::EndsWith(here.id, "-W53")) return;
  const KpiValue& number = explanation.number();
  explain(/*year=*/true, calendar.YearBefore(here),
          number.has_previous_year_value() ? std::optional<double>(number.previous_year_value())
                                           : std::nullopt);
}

void ExplainTrend(absl::Span<const Period> columns, const ScorecardRow& row,
                  KpiExplanation& explanation) {
  explanation.set_trend(row.trend());
  std::optional<double> before;
  std::string first;
  std::string last;
  size_t numbers = 0;
  size_t rises = 0;
  size_t falls = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    const ScorecardCell& cell = row.cells(static_cast<int>(i));
    if (cell.open() || !cell.has_actual()) continue;
    AddOfPeriod("number", cell.actual(), columns[i], columns[i].end_time(), explanation);
    rises += before.has_value() && cell.actual() > *before ? 1 : 0;
    falls += before.has_value() && cell.actual() < *before ? 1 : 0;
    before = cell.actual();
    last = columns[i].id();
    if (numbers++ == 0) first = last;
  }
  if (row.trend() == Trend::TREND_UNSPECIFIED) {
    explanation.add_steps(absl::StrCat("no trend: ", Counted(numbers, "number"),
                                       " of periods that are over from ", columns.front().id(),
                                       " to ", columns.back().id(), ", and it takes 3"));
    return;
  }
  explanation.add_steps(absl::StrCat("trend = ", okapi::reporting::v1::Trend_Name(row.trend()),
                                     ": of ", Counted(numbers - 1, "change"), " from ", first,
                                     " to ", last, ", ", Counted(rises, "rise"), " and ",
                                     Counted(falls, "fall"), "; two thirds one way make it"));
}

void ExplainContribution(absl::Span<const Period> columns, const ExplainedRows& rows,
                         KpiExplanation& explanation) {
  const ScorecardRow& row = rows.rows[rows.row];
  if (!row.has_contribution()) return;
  const auto& contribution = row.contribution();
  *explanation.mutable_contribution() = contribution;
  size_t members = 0;
  double whole = 0;
  for (const ScorecardRow& each : rows.rows) {
    if (!each.has_contribution()) continue;
    AddNumber("difference", each.contribution().difference(), explanation).set_text(each.member());
    whole += each.contribution().difference();
    ++members;
  }
  const ScorecardCell& from = CellAt(columns, row, contribution.previous_period());
  const ScorecardCell& to = CellAt(columns, row, contribution.period());
  explanation.add_steps(
      absl::StrCat("difference = ", Operand(to.actual()), " - ", Operand(from.actual()), " = ",
                   ExactNumber(contribution.difference()), ": from ",
                   contribution.previous_period(), " to ", contribution.period(),
                   from.has_actual() && to.has_actual() ? "" : ", where no samples add nothing"));
  if (!contribution.has_share()) return;
  explanation.add_steps(absl::StrCat("share = ", Operand(contribution.difference()), " / ",
                                     Operand(whole), " = ", ExactNumber(contribution.share()),
                                     ": of the differences of ", Counted(members, "member")));
}

}  // namespace okapi::reporting
