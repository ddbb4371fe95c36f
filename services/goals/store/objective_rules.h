#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

// What must hold for objectives and what belongs to them beyond the annotations of their protos.
// `before` is null on creation; the functions also fill in what a new resource starts with.
namespace okapi::goals {

class GoalsStore;

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
                          const okapi::goals::v1::CheckIn* before,
                          okapi::goals::v1::CheckIn& check_in);
absl::Status CheckComment(const GoalsStore& store, const storage::Reader& reader,
                          const okapi::goals::v1::Comment* before,
                          okapi::goals::v1::Comment& after);

// Whether an objective may go: none is aligned to it.
absl::Status CheckObjectiveUnused(const GoalsStore& store, const storage::Reader& reader,
                                  const okapi::goals::v1::Objective& objective);
// Whether a key result may go: no initiative names it, and an active objective keeps enough.
absl::Status CheckKeyResultUnused(const GoalsStore& store, const storage::Reader& reader,
                                  const okapi::goals::v1::KeyResult& key_result);
// Whether a comment may go: none answers it.
absl::Status CheckCommentUnused(const GoalsStore& store, const storage::Reader& reader,
                                const okapi::goals::v1::Comment& comment);

// KEY_RESULT_COUNT unless the policy allows the key results that the objective has, and `change`
// more.
absl::Status CheckKeyResultCount(const GoalsStore& store, const storage::Reader& reader,
                                 const okapi::goals::v1::Objective& objective, int change);

}  // namespace okapi::goals
