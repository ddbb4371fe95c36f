#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Who owes a check-in in an organization now, by member and key result. The decisions:
// - Key results of ACTIVE objectives with a cadence, of their own, their team or their cycle, owe
// check-ins, but not those that a KPI drives.
// - One is owed from the beginning of a due day on, in the time zone of who owes it, until a
// check-in comes that is not older than the cadence's fresh days before that day.
// - It is overdue since the first due day that no check-in was fresh for.
absl::StatusOr<std::vector<okapi::goals::v1::DueCheckIn>> DueCheckIns(
    const GoalsStore& store, const storage::Reader& reader, const std::string& organization);

}  // namespace okapi::goals
