#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "okapi/metrics/v1/kpi_history.pb.h"
#include "okapi/metrics/v1/resources.pb.h"

// What happened to a KPI, taken from one Okapi to another. Pure functions.
namespace okapi::metrics {

// What happened to the KPI and the comments on it, both as stored.
okapi::metrics::v1::KpiHistory TellHistory(
    const okapi::metrics::v1::Kpi& kpi,
    const std::vector<okapi::metrics::v1::KpiComment>& comments);

// FAILED_PRECONDITION / INVALID_STATE when something has happened to the KPI already.
absl::Status CheckTakesHistory(const okapi::metrics::v1::KpiHistory& history,
                               const okapi::metrics::v1::Kpi& kpi);

// What must hold within a history beyond its annotations, so that what is imported is as consistent
// as what was written here. `comments` are the names of those that there are. Every field that is
// wrong is named.
absl::Status CheckKpiHistory(const okapi::metrics::v1::KpiHistory& history,
                             const okapi::metrics::v1::Kpi& kpi,
                             const std::set<std::string>& comments, absl::Time now);

// The KPI as it was by one of its former definitions, and nothing else that does not count for
// that.
okapi::metrics::v1::Kpi KpiBy(const okapi::metrics::v1::KpiDefinition& definition,
                              const okapi::metrics::v1::Kpi& kpi);

// Preconditions: the checks above.
absl::Status TakeHistory(const okapi::metrics::v1::KpiHistory& history,
                         okapi::metrics::v1::Kpi& kpi);

}  // namespace okapi::metrics
