#pragma once

#include "okapi/reporting/v1/reporting_service.pb.h"

namespace okapi::cli {

// Brings a watched report up to date: a full message replaces it, others replace or add rows and
// objectives, and take away what is removed.
void MergeReport(const okapi::reporting::v1::WatchReportResponse& message,
                 okapi::reporting::v1::WatchReportResponse& report);

}  // namespace okapi::cli
