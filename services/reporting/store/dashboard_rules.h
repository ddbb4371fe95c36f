#pragma once

#include "absl/status/status.h"
#include "okapi/reporting/v1/dashboard.pb.h"

namespace okapi::reporting {

// What must hold of a dashboard beyond its annotations.
absl::Status CheckDashboard(const okapi::reporting::v1::Dashboard* before,
                            okapi::reporting::v1::Dashboard& after);

}  // namespace okapi::reporting
