#include "services/reporting/reports/cell_explanation.h"

#include <algorithm>
#include <string>

#include "services/reporting/reports/change_steps.h"
#include "services/reporting/reports/kpi_judgement.h"
#include "services/reporting/reports/part_steps.h"
#include "services/reporting/reports/scorecard.h"
#include "services/reporting/reports/season_steps.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::KpiGroup;
using okapi::reporting::v1::KpiExplanation;
using okapi::reporting::v1::ScorecardRow;

// The answer about all of it, and that about its members.
const KpiGroup* GroupOf(const ExplainedCell& cell, const std::vector<KpiAnswer>& answers) {
  const auto& groups = answers[cell.dimension.empty() ? 0 : 1].value.groups();
  for (const KpiGroup& group : groups) {
    const auto label = group.labels().find(cell.dimension);
    const std::string member = label == group.labels().end() ? "" : label->second;
    if (cell.dimension.empty() || member == cell.member) return &group;
  }
  return nullptr;
}

}  // namespace

std::optional<ExplainedRows> RowsOf(const ExplainedCell& cell, const ExplainedCellPlan& plan,
                                    const std::vector<KpiAnswer>& answers) {
  ExplainedRows found;
  const KpiGroup* group = GroupOf(cell, answers);
  if (group == nullptr) return std::nullopt;
  found.group = *group;
  found.rows = BuildRows(plan.scorecard, 0, answers, cell.as_of());
  const auto parts = answers.end() - static_cast<std::ptrdiff_t>(plan.same_parts.questions.size());
  AddSamePartChanges(0, plan.same_parts, {parts, answers.end()}, found.rows);
  const auto row =
      std::find_if(found.rows.begin(), found.rows.end(), [&cell](const ScorecardRow& each) {
        return each.dimension() == cell.dimension && each.member() == cell.member;
      });
  found.row = static_cast<size_t>(row - found.rows.begin());
  return found;
}

void ExplainCell(const ExplainedCell& cell, const ExplainedCellPlan& plan,
                 const std::vector<KpiAnswer>& answers, const ExplainedRows& rows,
                 const calendar::Calendar& calendar, KpiExplanation& explanation) {
  const ScorecardRow& row = rows.rows[rows.row];
  explanation.set_dimension(cell.dimension);
  explanation.set_member(cell.member);
  *explanation.mutable_cell() = *row.cells().rbegin();
  ExplainJudgement(cell.as_of(), explanation);
  if (plan.days.has_value()) {
    ExplainForecast(answers[*plan.days].value, cell.as_of(), explanation);
  }
  ExplainTarget(cell, plan.target_parts.has_value() ? &answers[*plan.target_parts] : nullptr,
                calendar, explanation);
  const size_t parts = answers.size() - plan.coverage_first - plan.same_parts.questions.size();
  ExplainCoverage(cell.as_of(), absl::MakeSpan(answers).subspan(plan.coverage_first, parts),
                  explanation);
  ExplainChanges(plan, answers, rows, calendar, explanation);
  const auto columns = absl::MakeSpan(plan.scorecard.periods).subspan(1);
  ExplainTrend(columns, row, explanation);
  ExplainContribution(columns, rows, explanation);
  if (plan.years.has_value()) ExplainSeason(answers[*plan.years], calendar, explanation);
}

}  // namespace okapi::reporting
