#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/findings.pb.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// What people say about key results beside what the numbers say. The decisions, by code:
// - CONFIDENT_BUT_FLAT: the last confidence is at least 0.7, and the value has not come nearer to
// the target in the four weeks before its newest one, with a value before them to compare with.
// - CONFIDENCE_UNMOVED: between the last two check-ins that carry a value and a confidence the
// value moved away from the target and the confidence did not fall; it says whether it stayed or
// rose.
// - CHECK_IN_OVERDUE: it is owed for a day at least.
// - SAME_MOVEMENT: another open key result asks the same KPI with the same filter, or with one that
// has more in it or less: what one of them counts the other counts too. Two filters of which
// neither contains the other may have nothing in common, and are none.
// - GUARD_BROKEN: the guard is out of bounds, and there is progress.
absl::StatusOr<std::vector<okapi::goals::v1::Finding>> CheckClaims(
    const GoalsStore& store, const storage::Reader& reader,
    const std::vector<okapi::goals::v1::Objective>& objectives, bool vietnamese);

}  // namespace okapi::goals
