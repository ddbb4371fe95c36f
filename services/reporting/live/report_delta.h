#pragma once

#include <optional>

#include "okapi/reporting/v1/reporting_service.pb.h"

namespace okapi::reporting {

// What a receiver of `before` needs to have `after`; both hold a whole report of the same kind.
// nullopt when nothing changed. Only the passing of time is no change: neither the time of the
// report nor that of answers that came from a service that is there.
//
// The result is the whole of `after`, marked `full`, when the frame of the report changed: columns,
// organization, the cycles, teams and members named, or which members a KPI is broken down by.
// Otherwise it holds the changed rows or objectives, the names of those that left, the sources, and
// of the frame only what DeltaFrameOf has. `sequence` is left unset.
std::optional<okapi::reporting::v1::WatchReportResponse> DeltaOf(
    const okapi::reporting::v1::WatchReportResponse& before,
    const okapi::reporting::v1::WatchReportResponse& after);

// What every delta has of a report beside what changed: its organization, time and sources, and the
// columns, which give cells their meaning.
okapi::reporting::v1::WatchReportResponse DeltaFrameOf(
    const okapi::reporting::v1::WatchReportResponse& report);

}  // namespace okapi::reporting
