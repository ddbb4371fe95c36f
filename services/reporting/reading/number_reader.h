#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "okapi/reporting/v1/decision.pb.h"
#include "services/reporting/neighbours/neighbours.h"

namespace okapi::reporting {

// What a KPI, key result or objective is now. Blocks for some seconds at most. NOT_FOUND naming
// `field` when it does not exist for `viewer`, a member or rpc::kAnonymous, INVALID_ARGUMENT when
// it is none of these; while its service is away, a state without a value.
absl::StatusOr<okapi::reporting::v1::NumberState> ReadNumber(const Neighbours& neighbours,
                                                             const std::string& viewer,
                                                             const std::string& name,
                                                             absl::string_view field);

}  // namespace okapi::reporting
