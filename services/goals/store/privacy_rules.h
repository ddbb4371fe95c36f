#pragma once

#include "absl/status/status.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::goals {

class GoalsStore;

inline constexpr char kVisibilityField[] = "objective.visibility";

// What must hold for who sees an objective; fills in who does by default. The decisions:
// - Whoever makes an objective private sees it afterwards: nobody shuts himself out by mistake.
// - Who sees an objective sees what it is for, by being named there: else its links would name what
// is hidden, or have holes. The same holds of key results and those that they are made of.
// - One that becomes public forgets of which one it is a copy, if it was private until then.
absl::Status CheckPrivacy(const GoalsStore& store, const storage::Reader& reader,
                          const okapi::goals::v1::Objective* before,
                          okapi::goals::v1::Objective& after);

}  // namespace okapi::goals
