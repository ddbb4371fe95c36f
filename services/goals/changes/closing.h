#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// How an objective ends, and how it does not after all. What is checked is in goals_service.proto.

absl::Status Close(const GoalsStore& store, const storage::Reader& reader,
                   const okapi::goals::v1::CloseObjectiveRequest& request, absl::Time now,
                   okapi::goals::v1::Objective& objective);

// Says of a grade that has its score in which band that lies, and whether the objective is met by
// it.
void Judge(const okapi::goals::v1::Objective& objective, okapi::goals::v1::Grade& grade);

absl::Status Reopen(const GoalsStore& store, const storage::Reader& reader,
                    okapi::goals::v1::Objective& objective);

}  // namespace okapi::goals
