#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

// What must hold for key results, as objective_rules.h.
namespace okapi::goals {

class GoalsStore;

absl::Status CheckKeyResult(const GoalsStore& store, const storage::Reader& reader,
                            const okapi::goals::v1::KeyResult* before,
                            okapi::goals::v1::KeyResult& after);
// Whether a key result may go: no initiative names it, none is made of it, and an active objective
// keeps enough.
absl::Status CheckKeyResultUnused(const GoalsStore& store, const storage::Reader& reader,
                                  const okapi::goals::v1::KeyResult& key_result);

// KEY_RESULT_COUNT unless the policy allows the key results that the objective has, and `change`
// more.
absl::Status CheckKeyResultCount(const GoalsStore& store, const storage::Reader& reader,
                                 const okapi::goals::v1::Objective& objective, int change);

// Numbers of such a size that their differences are still numbers: infinity is refused where it
// would come in.
void CheckSize(double number, absl::string_view field, status::FieldViolations& violations);

}  // namespace okapi::goals
