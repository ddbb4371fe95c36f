#include "common/storage/veil.h"

#include "common/status/status_macros.h"

namespace okapi::storage {

absl::StatusOr<std::optional<std::string>> FindThrough(Veil& veil, const Reader& whole,
                                                       const Family& family,
                                                       absl::string_view key) {
  OKAPI_ASSIGN_OR_RETURN(const bool hidden, veil.Hides(whole, family, key));
  if (hidden) return std::nullopt;
  return whole.Find(family, key);
}

absl::StatusOr<SharedMessage> FindMessageThrough(Veil& veil, const Reader& whole,
                                                 const Family& family, absl::string_view key,
                                                 const google::protobuf::MessageLite& prototype) {
  OKAPI_ASSIGN_OR_RETURN(const bool hidden, veil.Hides(whole, family, key));
  if (hidden) return nullptr;
  return whole.FindMessage(family, key, prototype);
}

absl::Status ScanThrough(Veil& veil, const Reader& whole, const Family& family,
                         const KeyRange& range, Reader::Visitor visit) {
  absl::Status failure;
  auto look = [&](absl::string_view key, absl::string_view value) {
    const absl::StatusOr<bool> hidden = veil.Hides(whole, family, key);
    failure = hidden.status();
    if (!failure.ok()) return false;
    return *hidden || visit(key, value);
  };
  const absl::Status scanned = whole.Scan(family, range, look);
  return failure.ok() ? scanned : failure;
}

}  // namespace okapi::storage
