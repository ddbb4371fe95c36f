#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

// What must hold for objectives and what belongs to them beyond the annotations of their protos.
// `before` is null on creation; the functions also fill in what a new resource starts with.
namespace okapi::goals {

class GoalsStore;

inline constexpr int kKeyResultsMin = 2;
inline constexpr int kKeyResultsMax = 5;

absl::Status CheckObjective(const GoalsStore& store, const storage::Reader& reader,
                            const okapi::goals::v1::Objective* before,
                            okapi::goals::v1::Objective& after);
absl::Status CheckKeyResult(const GoalsStore& store, const storage::Reader& reader,
                            const okapi::goals::v1::KeyResult* before,
                            okapi::goals::v1::KeyResult& after);
absl::Status CheckInitiative(const GoalsStore& store, const storage::Reader& reader,
                             const okapi::goals::v1::Initiative* before,
                             okapi::goals::v1::Initiative& after);
// `now` is the time of the report.
absl::Status CheckCheckIn(const GoalsStore& store, const storage::Reader& reader, absl::Time now,
                          okapi::goals::v1::CheckIn& check_in);

// Whether a key result may go: no initiative names it, and an active objective keeps enough.
absl::Status CheckKeyResultUnused(const GoalsStore& store, const storage::Reader& reader,
                                  const okapi::goals::v1::KeyResult& key_result);

// DRAFT to ACTIVE; of an active one nothing. KEY_RESULT_COUNT unless it has 2 to 5 key results,
// INVALID_STATE when it is closed.
absl::Status Activate(const GoalsStore& store, const storage::Reader& reader,
                      okapi::goals::v1::Objective& objective);

}  // namespace okapi::goals
