#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/resources.pb.h"

// What is made of which key results, as seen from these.
namespace okapi::goals {

class GoalsStore;

// The ids of a key result's name, then those of the objective and the key result that is made of
// it -> nothing.
inline constexpr storage::Family kKeyResultUses{"key_result_uses"};

// Keeps up the rows; one of the two may be null.
void IndexParts(journal::Transaction& transaction, const okapi::goals::v1::KeyResult* before,
                const okapi::goals::v1::KeyResult* after);

// The names of the key results that are made of this one, or of any of this objective's.
absl::StatusOr<std::vector<std::string>> UsersOf(const storage::Reader& reader,
                                                 absl::string_view name);

// RESOURCE_IN_USE when a key result beside those under `gone`, also one that is hidden, is made of
// the key result, or of any of the objective's. `name` is what the error is about.
absl::Status CheckNoUsers(const GoalsStore& store, const storage::Reader& reader,
                          const std::string& name, absl::string_view gone);

}  // namespace okapi::goals
