#pragma once

#include "absl/status/statusor.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// Asks for everything that one person should know. Blocks for some seconds at most. NOT_FOUND when
// goals does not know the member.
absl::StatusOr<okapi::reporting::v1::Digest> ReadDigest(
    const Neighbours& neighbours, const ReportingStore& store, const storage::Reader& reader,
    const okapi::reporting::v1::GetDigestRequest& request);

}  // namespace okapi::reporting
