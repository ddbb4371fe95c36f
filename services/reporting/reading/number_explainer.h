#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/neighbours/neighbours.h"

namespace okapi::reporting {

// Follows a number, of a KPI with everything that stands beside it, through the neighbours down to
// samples. Nothing from memory: an explanation of yesterday's number explains nothing. UNAVAILABLE
// when the service that has the number is away; an objective's explanation goes without its KPIs
// while metrics is away. Objectives are explained as `viewer`, a member or rpc::kAnonymous, sees
// them. Blocks for some seconds at most.
absl::StatusOr<okapi::reporting::v1::NumberExplanation> ExplainNumber(
    const Neighbours& neighbours, const okapi::reporting::v1::ExplainNumberRequest& request,
    const std::string& viewer);

}  // namespace okapi::reporting
