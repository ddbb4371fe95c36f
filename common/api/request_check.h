#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace okapi::api {

// Text fields hold at most this many characters (code points), display names this many.
inline constexpr int kTextLengthMax = 4000;
inline constexpr int kDisplayNameLengthMax = 200;

// The characters of valid UTF-8, which proto3 strings are.
size_t CodePoints(absl::string_view text);

// Checks a request against what its proto says, and names every field that is wrong: REQUIRED
// fields are there, enum values exist, numbers are finite, resource names have the form their
// reference demands (`-` for any id is taken in `parent`), texts are not too long, page sizes are
// not negative, request ids are UUIDs. In an update, and where a template says the rest, what the
// resource must have is checked once it is whole (CheckResource), since it may be partial. Columns
// of samples are left to the service.
absl::Status CheckRequest(const google::protobuf::Message& request);

// The same for a resource as it is going to be stored. Fields are named as in the request that
// carries it: `team.display_name`.
absl::Status CheckResource(const google::protobuf::Message& resource);

// Clears the OUTPUT_ONLY fields that a caller filled in, which is no error.
void ClearOutputOnly(google::protobuf::Message& message);

}  // namespace okapi::api
