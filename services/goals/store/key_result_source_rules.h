#pragma once

#include <optional>

#include "absl/status/status.h"
#include "common/status/errors.h"
#include "common/storage/reader.h"
#include "okapi/common/v1/change.pb.h"
#include "okapi/goals/v1/resources.pb.h"

// What must hold of key results that are made of others. The decisions:
// - What is made of what is a definition: it is checked when it is written, and whoever changes the
// others later is told what is made of them.
// - Whoever sees a key result sees those that it is made of, as objectives and what they are for.
namespace okapi::goals {

class GoalsStore;

// What the key result alone says of it.
void CheckSourceFields(const okapi::goals::v1::KeyResult& key_result,
                       status::FieldViolations& violations);

// What depends on others: that they are there and can be counted, that no way leads back and none
// is too long, and that whoever sees the key result sees them. Of what others are made of, that
// they still can be.
absl::Status CheckSource(const GoalsStore& store, const storage::Reader& reader,
                         const okapi::goals::v1::Objective& objective,
                         const okapi::goals::v1::KeyResult* before,
                         const okapi::goals::v1::KeyResult& after);

// For an objective whose audience changes; nullopt: everybody sees it. Who sees one of its key
// results sees its parts, and who sees what is made of one sees the objective.
absl::Status CheckSourcesSeen(const GoalsStore& store, const storage::Reader& reader,
                              const okapi::goals::v1::Objective& objective,
                              const std::optional<okapi::common::v1::Audience>& audience);

}  // namespace okapi::goals
