#pragma once

#include "absl/status/status.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

// What must hold for what people say of an objective or key result beside what it is: assessments
// and retrospectives.
namespace okapi::goals {

class GoalsStore;

// What is said must have a verdict or a text, hold for a while only, and come from somebody who
// exists. What is not changed is not judged anew: it was right when it was written.
// INVALID_ARGUMENT naming every field that is wrong. `before` is null on creation.
absl::Status CheckWords(const GoalsStore& store, const storage::Reader& reader,
                        const okapi::goals::v1::Objective* before,
                        const okapi::goals::v1::Objective& after);
absl::Status CheckWords(const GoalsStore& store, const storage::Reader& reader,
                        const okapi::goals::v1::KeyResult* before,
                        const okapi::goals::v1::KeyResult& after);

// What a change is of: what it is, what is said of it, or both. One that is new is new itself.
struct ChangedParts {
  bool itself = false;
  bool words = false;
};
ChangedParts ChangedPartsOf(const okapi::goals::v1::Objective* before,
                            const okapi::goals::v1::Objective& after);
ChangedParts ChangedPartsOf(const okapi::goals::v1::KeyResult* before,
                            const okapi::goals::v1::KeyResult& after);

// Whether nothing changes but what people learned.
bool IsRetrospectiveOnly(const okapi::goals::v1::Objective& before,
                         okapi::goals::v1::Objective after);

}  // namespace okapi::goals
