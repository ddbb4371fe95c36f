#pragma once

#include "absl/status/statusor.h"
#include "okapi/reporting/v1/report.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// Any report, as its RPC answers it. Blocks for some seconds at most. INVALID_ARGUMENT for a
// question that asks nothing.
absl::StatusOr<okapi::reporting::v1::Report> ReadReport(
    const Neighbours& neighbours, const ReportingStore& store,
    const okapi::reporting::v1::ReportQuestion& question);

}  // namespace okapi::reporting
