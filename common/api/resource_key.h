#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/api/resource_name.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"
#include "common/storage/reader.h"

namespace okapi::api {

// The key of a resource: the ids of its name in order, organization first. A parent's key is a
// prefix of its children's, and keys sort as names do, id by id.
struct ResourceKey {
  std::vector<std::string> ids;

  std::string Encode() const {
    storage::KeyWriter writer;
    for (const std::string& id : ids) writer.Bytes(id);
    return writer.Finish();
  }

  // The encoded key of a resource's name, or why it is none.
  static absl::StatusOr<std::string> EncodeName(const NamePattern& pattern,
                                                absl::string_view name) {
    OKAPI_ASSIGN_OR_RETURN(const NamePattern::Ids ids, pattern.MatchViews(name));
    storage::KeyWriter writer;
    for (const absl::string_view id : ids) writer.Bytes(id);
    return writer.Finish();
  }

  static absl::StatusOr<ResourceKey> Decode(absl::string_view key) {
    ResourceKey result;
    // Every id ends in 00 01, so a key of n ids has n terminators; ids hold no zero bytes.
    size_t count = 0;
    for (const char c : key) count += c == '\0' ? 1 : 0;
    storage::KeyReader reader(key);
    for (size_t i = 0; i < count; ++i) {
      std::string id;
      if (!reader.Bytes(&id)) break;
      result.ids.push_back(std::move(id));
    }
    OKAPI_RETURN_IF_ERROR(reader.Done());
    return result;
  }

  // All keys that begin with these ids, the key of these ids alone included.
  static storage::KeyRange Under(absl::Span<const std::string> ids) {
    return storage::KeyRange::Prefix(ResourceKey{{ids.begin(), ids.end()}}.Encode());
  }
};

}  // namespace okapi::api
