#pragma once

#include "absl/status/statusor.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/reports/decision_log.h"
#include "services/reporting/reports/review_pack.h"

namespace okapi::reporting {

// Asks the neighbours for what happened. Blocks for some seconds at most.
absl::StatusOr<okapi::reporting::v1::ReviewPack> ReadReviewPack(
    const Neighbours& neighbours, const DecisionLog& decisions,
    const okapi::reporting::v1::GetReviewPackRequest& request);
// The same of a checked request.
absl::StatusOr<okapi::reporting::v1::ReviewPack> ReadReviewPack(const Neighbours& neighbours,
                                                                const DecisionLog& decisions,
                                                                const ReviewQuery& query);

}  // namespace okapi::reporting
