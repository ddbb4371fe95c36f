#include "common/api/index_keys.h"

#include <utility>

#include "common/status/status_macros.h"

namespace okapi::api {

absl::StatusOr<std::vector<ResourceKey>> IndexKeys(const storage::Reader& reader,
                                                   const storage::Family& index,
                                                   const storage::KeyRange& range) {
  std::vector<ResourceKey> keys;
  absl::Status failure;
  auto note = [&](absl::string_view key, absl::string_view) {
    auto decoded = ResourceKey::Decode(key);
    failure = decoded.status();
    if (failure.ok()) keys.push_back(*std::move(decoded));
    return failure.ok();
  };
  OKAPI_RETURN_IF_ERROR(reader.Scan(index, range, note));
  OKAPI_RETURN_IF_ERROR(failure);
  return keys;
}

}  // namespace okapi::api
