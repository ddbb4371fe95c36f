#pragma once

#include "okapi/reporting/v1/dashboard.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// Everything that a dashboard shows. Blocks for some seconds. A report that cannot be had leaves
// the others as they are.
okapi::reporting::v1::DashboardContent ReadDashboardContent(
    const Neighbours& neighbours, const ReportingStore& store,
    const okapi::reporting::v1::Dashboard& dashboard);

}  // namespace okapi::reporting
