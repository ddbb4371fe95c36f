#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "okapi/reporting/v1/combined_report.pb.h"
#include "services/reporting/neighbours/kpi_questions.h"
#include "services/reporting/reports/decision_log.h"
#include "services/reporting/reports/okr_report.h"

namespace okapi::reporting {

// What insights are made of. The references must outlive the call.
struct InsightInputs {
  // `en` or `vi`; empty: `en`.
  std::string language;
  // The KPIs that are looked at.
  const std::vector<okapi::metrics::v1::Kpi>& kpis;
  // All KPIs: what a key result rests on may be another team's.
  const KpiDefinitions& definitions;
  // Their numbers by their own frequencies, with breakdowns.
  const okapi::reporting::v1::Scorecard& own_periods;
  // The objectives that are looked at.
  const okapi::reporting::v1::OkrReport& okr_report;
  // All objectives.
  const GoalsAnswers& goals;
  // All decisions, by time.
  const DecisionLog& decisions;
  // A decision that is older than this counts for nothing.
  absl::Duration decision_age;
  absl::Time as_of;
};

// So many misses running say that following up does not help.
inline constexpr int kMissesMin = 3;

bool KnowsLanguage(absl::string_view language);

// What falls between KPIs and OKRs: red KPIs first, then objectives, then numbers; each kind by
// name. The decisions:
// - A KPI is red when the last period of its own frequency is OFF_TRACK or MISSED, of one of days
// as
//   StandingCell says; where that has no verdict yet, when the period before was MISSED. A retired
//   KPI is not looked at.
// - What cannot be known is not claimed: a KPI of whose last period, once it is over, nobody knows,
//   is not red, and while nobody knows what KPIs drive, none is unaddressed or not decided on.
// - It is addressed when an objective that is proposed or being worked on, in a cycle that is not
//   over, has a key result that it drives. A draft addresses nothing, for nobody works on it; but
//   it is named instead of a new one, so that nobody is told to write a second one.
// - A decision on it is one on the KPI or on a key result that it drives, not later than the time
//   looked at.
// - Evidence is a value of a key result, whatever it says.
std::vector<okapi::reporting::v1::Insight> InsightsOf(const InsightInputs& inputs);

}  // namespace okapi::reporting
