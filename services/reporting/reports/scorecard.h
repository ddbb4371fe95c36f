#pragma once

#include <cstddef>
#include <vector>

#include "absl/time/time.h"
#include "common/scoring/attainment.h"
#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// A scorecard with its columns, without rows and sources.
okapi::reporting::v1::Scorecard FrameScorecard(const ScorecardQuery& query,
                                               const ScorecardPlan& plan, absl::Time as_of);

// Whether a period is over for one who looks from `as_of`. Times are microseconds, so from the last
// one everything of the period has been seen; a report of a day looks from there.
bool IsOver(const okapi::common::v1::Period& period, absl::Time as_of);

// What a verdict on the KPI's number in the period depends on; without `value` there is none.
scoring::AttainmentInput JudgedBy(const okapi::metrics::v1::Kpi& kpi,
                                  const okapi::common::v1::Period& period,
                                  const okapi::metrics::v1::KpiValue* value, absl::Time as_of);

// The KPI's number in the period, judged as of `as_of`; without `value` there is none.
okapi::reporting::v1::ScorecardCell JudgeCell(const okapi::metrics::v1::Kpi& kpi,
                                              const okapi::common::v1::Period& period,
                                              const okapi::metrics::v1::KpiValue* value,
                                              absl::Time as_of);

// The rows of the plan's KPI number `kpi`: its own, then for each dimension asked for the declared
// members in their declared order, with or without numbers, and then the other values that occur,
// sorted. `answers` are in the order of the plan's questions; periods that an answer from memory
// does not tell of are unknown, and all of one that was never heard. Open periods are judged as of
// `as_of`; of what grows with its period they have no change (same_part.h adds it).
std::vector<okapi::reporting::v1::ScorecardRow> BuildRows(const ScorecardPlan& plan, size_t kpi,
                                                          const std::vector<KpiAnswer>& answers,
                                                          absl::Time as_of);

// Which cell of a row says how a KPI of this frequency stands now: the last one. Of one of days
// that is the last day that is over, for hardly any day goes evenly, and in the morning all would
// be red; the day under way only where it is MISSED already, which it stays. -1 where there is
// none.
int StandingCell(okapi::common::v1::PeriodType frequency,
                 const okapi::reporting::v1::ScorecardRow& row);

// Whether nobody knows how it stood in some period of the row.
bool HasUnknown(const okapi::reporting::v1::ScorecardRow& row);

}  // namespace okapi::reporting
