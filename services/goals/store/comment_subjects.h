#pragma once

#include <string>

#include "absl/status/status.h"
#include "common/storage/reader.h"

namespace okapi::goals {

class GoalsStore;

// Whether a list of comments can be narrowed to `subject`: INVALID_ARGUMENT when that belongs to
// another objective than `parent`, NOT_FOUND when there is no such thing. A parent that stands for
// many, and no subject, are right.
absl::Status CheckSubject(const GoalsStore& store, const storage::Reader& reader,
                          const std::string& parent, const std::string& subject);

}  // namespace okapi::goals
