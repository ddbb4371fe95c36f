#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "okapi/reporting/v1/report.pb.h"
#include "okapi/reporting/v1/snapshot.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// UNAVAILABLE / NEIGHBOUR_UNAVAILABLE when part of the report is stale.
absl::Status CheckFresh(const okapi::reporting::v1::Report& report);

// Asks the questions of a snapshot that is about to be taken, and fills in everything that it
// keeps. Blocks for some seconds. INVALID_ARGUMENT for a period or questions that make no sense,
// FAILED_PRECONDITION while the period is not over, UNAVAILABLE / NEIGHBOUR_UNAVAILABLE when part
// of an answer would be stale.
absl::StatusOr<okapi::reporting::v1::Snapshot> TakeSnapshot(
    const Neighbours& neighbours, const ReportingStore& store, const std::string& organization,
    okapi::reporting::v1::Snapshot snapshot);

}  // namespace okapi::reporting
