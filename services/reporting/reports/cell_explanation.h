#pragma once

#include <optional>
#include <vector>

#include "common/calendar/calendar.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/reporting/v1/number_explanation.pb.h"
#include "services/reporting/reports/explained_cell.h"

// Why a cell of a scorecard shows what it shows, by the functions that make scorecards.
namespace okapi::reporting {

// What the answers, in the order of the plan's questions, say of the cell: its number, and the rows
// of the scorecard, of which the first is the KPI's own and the others are those of the members.
struct ExplainedRows {
  okapi::metrics::v1::KpiGroup group;
  std::vector<okapi::reporting::v1::ScorecardRow> rows;
  // That of the cell.
  size_t row = 0;
};

// nullopt when nothing is known of such a member.
std::optional<ExplainedRows> RowsOf(const ExplainedCell& cell, const ExplainedCellPlan& plan,
                                    const std::vector<KpiAnswer>& answers);

// Goes on from the number of the explanation, which is there with its own steps, to everything that
// stands beside it: target, verdict, forecast, changes, coverage, trend and contribution, with what
// went in and how it is computed.
void ExplainCell(const ExplainedCell& cell, const ExplainedCellPlan& plan,
                 const std::vector<KpiAnswer>& answers, const ExplainedRows& rows,
                 const calendar::Calendar& calendar,
                 okapi::reporting::v1::KpiExplanation& explanation);

}  // namespace okapi::reporting
