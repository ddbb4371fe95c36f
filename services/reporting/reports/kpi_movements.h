#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "common/calendar/calendar.h"
#include "okapi/reporting/v1/review_pack.pb.h"
#include "services/reporting/reports/review_pack.h"

namespace okapi::reporting {

// How KPIs stood at the two times of a review. What grows with its period is compared with as much
// of another one only, as a scorecard does: a whole November beside five days of December would
// always be a fall, and December up to its second day beside all of it always a rise.

// What is asked about one KPI.
struct KpiMovementQuestions {
  // Its position in the definitions.
  size_t kpi = 0;
  // Positions of the questions; none about the start where there is nothing to compare with.
  std::optional<size_t> start;
  size_t end = 0;
  // The periods that hold both times.
  calendar::Period start_period;
  calendar::Period end_period;
  // The first number is of the same part of its period as the second, or of the whole of both.
  bool same_part = false;
};

struct KpiMovementPlan {
  std::vector<KpiQuestion> questions;
  // In the order of the KPIs.
  std::vector<KpiMovementQuestions> kpis;
};

// Asks for every KPI that is looked at by its own frequency. Nothing while the calendar is not
// known.
KpiMovementPlan PlanKpiMovements(const ReviewQuery& query, const KpiDefinitions& definitions);

// Adds a movement for every KPI with a number. `answers` are in the order of the questions.
void AddKpiMovements(const ReviewQuery& query, const KpiDefinitions& definitions,
                     const KpiMovementPlan& plan, const std::vector<KpiAnswer>& answers,
                     okapi::reporting::v1::ReviewPack& pack);

}  // namespace okapi::reporting
