#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "okapi/reporting/v1/report.pb.h"
#include "services/reporting/neighbours.h"
#include "services/reporting/reporting_store.h"

namespace okapi::reporting {

// Any report, as its RPC answers it. Blocks for some seconds at most. INVALID_ARGUMENT for a
// question that asks nothing.
absl::StatusOr<okapi::reporting::v1::Report> ReadReport(
    const Neighbours& neighbours, const ReportingStore& store,
    const okapi::reporting::v1::ReportQuestion& question);

// What the question is about: an organization, or a KPI. Empty if it asks nothing.
std::string SubjectOf(const okapi::reporting::v1::ReportQuestion& question);
// The name of the kind of report, as it is in file names: `scorecard`, `okr`, `kpi`.
std::string KindOf(const okapi::reporting::v1::ReportQuestion& question);

}  // namespace okapi::reporting
