#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "okapi/reporting/v1/combined_report.pb.h"
#include "services/reporting/reports/okr_report.h"

namespace okapi::reporting {

// An objective that would address a red KPI: a key result that takes its number from where it was
// in the last period that is over to its target, or into the range that it is to stay inside, and
// one for the member that lies furthest behind its own target. In the shortest cycle that is not
// closed and holds `as_of`. nullopt when there is no such cycle, or no way to go: no number, no
// target, or the target reached.
//
// `rows` are the KPI's own row and those of its members, by the KPI's own frequency, as the key
// results follow it: another length of period has other numbers.
std::optional<okapi::reporting::v1::DraftObjective> DraftFor(
    const okapi::metrics::v1::Kpi& kpi,
    const std::vector<const okapi::reporting::v1::ScorecardRow*>& rows, const GoalsAnswers& goals,
    const std::string& language, absl::Time as_of);

}  // namespace okapi::reporting
