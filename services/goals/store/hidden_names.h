#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

// Numbers count what is hidden, and so may have its name beside them. Here the names are taken out.
namespace okapi::goals {

class GoalsStore;

// Whether the name is that of an objective that the reader does not see, or did not see when it was
// deleted, or of something under it.
absl::StatusOr<bool> IsHidden(const GoalsStore& store, const storage::Reader& reader,
                              absl::string_view name);

// Takes out what the reader does not see. The numbers stay: a parent cannot hide a red child, even
// one that has no name.
absl::Status HideNames(const GoalsStore& store, const storage::Reader& reader,
                       okapi::common::v1::Progress& progress);
absl::Status HideNames(const GoalsStore& store, const storage::Reader& reader,
                       okapi::goals::v1::Objective& objective);

// Takes out all that are private, whoever looks: change records are read by others than the writer.
absl::Status HidePrivateNames(const storage::Reader& reader,
                              okapi::goals::v1::Objective& objective);

}  // namespace okapi::goals
