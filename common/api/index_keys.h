#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "common/api/resource_key.h"
#include "common/storage/reader.h"

namespace okapi::api {

// The keys of an index, of which each says what it is about and has no value, in their order.
absl::StatusOr<std::vector<ResourceKey>> IndexKeys(const storage::Reader& reader,
                                                   const storage::Family& index,
                                                   const storage::KeyRange& range);

}  // namespace okapi::api
