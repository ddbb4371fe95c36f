#include "common/storage/reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"

namespace okapi::storage {

KeyRange KeyRange::Prefix(absl::string_view prefix) {
  return KeyRange{std::string(prefix), PrefixEnd(prefix)};
}

KeyRange KeyRange::After(absl::string_view key) const {
  if (key.empty() || key < begin) return *this;
  // The next key in byte order is the key with a zero byte behind it.
  return KeyRange{std::string(key) + '\0', end};
}

absl::Status ParseTo(absl::string_view bytes, const Family& family,
                     google::protobuf::MessageLite& message) {
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return absl::OkStatus();
  return status::Corrupt(absl::StrCat("family ", family.name, ": a value does not parse"));
}

absl::StatusOr<SharedMessage> ParseLike(const google::protobuf::MessageLite& prototype,
                                        absl::string_view bytes, const Family& family) {
  std::unique_ptr<google::protobuf::MessageLite> message(prototype.New());
  OKAPI_RETURN_IF_ERROR(ParseTo(bytes, family, *message));
  return SharedMessage(std::move(message));
}

absl::StatusOr<SharedMessage> Reader::FindMessage(
    const Family& family, absl::string_view key,
    const google::protobuf::MessageLite& prototype) const {
  OKAPI_ASSIGN_OR_RETURN(const auto bytes, Find(family, key));
  if (!bytes.has_value()) return nullptr;
  return ParseLike(prototype, *bytes, family);
}

}  // namespace okapi::storage
