#pragma once

#include "absl/status/statusor.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/neighbours/neighbours.h"

namespace okapi::reporting {

// Creates the draft's objective and its key results in the goal service, one call after the other.
// A request id gives each of the calls one of its own, so that repeating the whole goes on where it
// broke off and creates nothing twice. What the goal service refuses is passed on; key results
// before the refused one are there then, in an objective that is a DRAFT.
absl::StatusOr<okapi::goals::v1::Objective> AcceptDraft(
    const Neighbours& neighbours, const okapi::reporting::v1::AcceptDraftObjectiveRequest& request);

}  // namespace okapi::reporting
