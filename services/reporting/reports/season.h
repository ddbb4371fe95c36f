#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "okapi/common/v1/calendar.pb.h"
#include "okapi/reporting/v1/kpi_report.pb.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// How many periods of the kind a year has; 0 for kinds that have no place in the year.
int PlacesInYear(okapi::common::v1::PeriodType type);

// Asks for the numbers of the whole years before the one that is looked at, of the only KPI of
// `one`; nullopt for periods whose place in the year says nothing.
absl::StatusOr<std::optional<KpiQuestion>> YearsQuestion(const ScorecardQuery& query,
                                                         const KpiDefinitions& one,
                                                         absl::Time as_of);

// The number of a period beside the mean of the periods of its year.
struct YearShare {
  okapi::common::v1::Period period;
  double number = 0;
  double mean = 0;

  double share() const { return number / mean; }
};

// By place, those of the years in `years`, the answer to YearsQuestion. A year with a gap, or whose
// mean is not positive, says nothing; two must be left, else there are no places.
std::vector<std::vector<YearShare>> SharesByPlace(okapi::common::v1::PeriodType type,
                                                  const KpiAnswer& years);

// The factor of a place: the median of its shares.
double SeasonOf(const std::vector<YearShare>& place);

// Adds the factor of every place.
void AddSeason(okapi::common::v1::PeriodType type, const KpiAnswer& years,
               okapi::reporting::v1::KpiReport& report);

}  // namespace okapi::reporting
