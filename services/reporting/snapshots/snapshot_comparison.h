#pragma once

#include <vector>

#include "okapi/reporting/v1/snapshot.pb.h"

namespace okapi::reporting {

// What differs between the reports of a snapshot and those that answer its questions now. `now` is
// as long as the reports of the snapshot. Reviews are not compared: what people did does not
// change.
std::vector<okapi::reporting::v1::Difference> DifferencesOf(
    const okapi::reporting::v1::Snapshot& snapshot,
    const std::vector<okapi::reporting::v1::Report>& now);

}  // namespace okapi::reporting
