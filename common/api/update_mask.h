#pragma once

#include "absl/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace okapi::api {

// Applies an update to a resource by the rules of AIP-134: a field that the mask names takes the
// patch's value, and is cleared when the patch has none; without a mask the fields that the patch
// has are taken, with `*` all of them. Fields that only the server sets, and immutable ones, are
// left alone. INVALID_ARGUMENT / INVALID_UPDATE_MASK for a path that does not exist or leads
// through a list or map. `patch` and `target` are of one type.
absl::Status ApplyUpdate(const google::protobuf::Message& patch,
                         const google::protobuf::FieldMask& mask,
                         google::protobuf::Message& target);

}  // namespace okapi::api
