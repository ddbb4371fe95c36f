#pragma once

#include "absl/status/status.h"
#include "okapi/reporting/v1/snapshot.pb.h"

namespace okapi::reporting {

// What must hold of a snapshot beyond its annotations. `before` is always null: none is ever
// changed.
absl::Status CheckSnapshot(const okapi::reporting::v1::Snapshot* before,
                           okapi::reporting::v1::Snapshot& after);

}  // namespace okapi::reporting
