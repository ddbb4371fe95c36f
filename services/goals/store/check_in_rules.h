#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

// What must hold for what people report and say, as objective_rules.h.
namespace okapi::goals {

class GoalsStore;

// `now` is the time of the report.
absl::Status CheckCheckIn(const GoalsStore& store, const storage::Reader& reader, absl::Time now,
                          const okapi::goals::v1::CheckIn* before,
                          okapi::goals::v1::CheckIn& check_in);
absl::Status CheckComment(const GoalsStore& store, const storage::Reader& reader,
                          const okapi::goals::v1::Comment* before,
                          okapi::goals::v1::Comment& after);
// Whether a comment may go: none answers it.
absl::Status CheckCommentUnused(const GoalsStore& store, const storage::Reader& reader,
                                const okapi::goals::v1::Comment& comment);

}  // namespace okapi::goals
