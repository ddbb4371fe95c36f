#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/calendar.h"
#include "okapi/common/v1/calendar.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// The change of a period that is not over. Half of a December beside all of November would always
// be a fall, so what grows with its period is compared with the same part of the other one.

// Whether the number of a part of a period is another than that of the whole because it is a part:
// true of SUM, COUNT, MIN and MAX, and of a FORMULA, which may be made of such.
bool GrowsWithPeriod(const okapi::metrics::v1::Kpi& kpi);

// The end of the part of `other` that is as `end` is to `period`: it reaches as many days, and as
// far into the day by the clock, from the start, but not beyond the end. A sample of that very time
// is in neither part.
absl::Time PartEnd(const calendar::Period& period, const calendar::Period& other, absl::Time end,
                   absl::TimeZone zone);

// Asks for the same part of the period before, and of a year ago.
struct SamePartQuestions {
  // Those about the period before, then those about the year before.
  std::vector<KpiQuestion> questions;
  // Where the latter begin.
  size_t year_first = 0;
};

// For the plan's questions about KPIs that grow; none while its last period is over.
absl::StatusOr<SamePartQuestions> PlanSameParts(const ScorecardQuery& query,
                                                const ScorecardPlan& plan,
                                                const okapi::common::v1::Calendar& settings,
                                                absl::Time as_of);

// The number of the row in the answer to one of the questions about its KPI and dimension.
std::optional<double> PartOfRow(const KpiAnswer& answer,
                                const okapi::reporting::v1::ScorecardRow& row);

// Adds what changed to the last cell of the rows, all of the plan's KPI number `kpi`. `answers` are
// in the order of the questions.
void AddSamePartChanges(size_t kpi, const SamePartQuestions& asked,
                        const std::vector<KpiAnswer>& answers,
                        std::vector<okapi::reporting::v1::ScorecardRow>& rows);

}  // namespace okapi::reporting
