#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/calendar.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/reports/same_part.h"
#include "services/reporting/reports/scorecard_plan.h"

// Which cell of a scorecard is to be explained, and what has to be asked for that.
namespace okapi::reporting {

// The last cell of a row of one KPI. The scorecard of `query` has that KPI alone, with details, and
// looks from the time that the cell is judged by.
struct ExplainedCell {
  ScorecardQuery query;
  // Of a member's row; both empty of the KPI's own.
  std::string dimension;
  std::string member;

  absl::Time as_of() const { return *query.as_of; }
  // Leaves the samples of the member; none for the whole.
  std::vector<okapi::metrics::v1::LabelMatcher> Filter() const;
};

// INVALID_ARGUMENT naming every field that is wrong whatever the KPI is.
absl::Status CheckExplainedCell(const okapi::reporting::v1::ExplainNumberRequest& request);

// The cell that a checked request means. INVALID_ARGUMENT naming the fields; NOT_FOUND for a
// dimension that the KPI does not have.
absl::StatusOr<ExplainedCell> CellOf(const okapi::reporting::v1::ExplainNumberRequest& request,
                                     const okapi::metrics::v1::Kpi& kpi,
                                     const calendar::Calendar& calendar, absl::Time now);

// The questions about a cell.
struct ExplainedCellPlan {
  // Of the KPI's row, and of those of the dimension's members.
  ScorecardPlan scorecard;
  // Those of the scorecard, then the others.
  std::vector<KpiQuestion> questions;
  // Position of the days of the open period.
  std::optional<size_t> days;
  // Position of the whole years that the season is made of.
  std::optional<size_t> years;
  // Position of the periods of the KPI's frequency that a longer one is made of.
  std::optional<size_t> target_parts;
  // The parts of the period that its coverage counts: from here, before the last.
  size_t coverage_first = 0;
  // What the open period is compared with: the last of the questions.
  SamePartQuestions same_parts;
};

// `one` has no KPI but the cell's. Nothing of the answers is to be remembered.
absl::StatusOr<ExplainedCellPlan> PlanExplainedCell(const ExplainedCell& cell, KpiDefinitions one);

}  // namespace okapi::reporting
