#include "common/journal/chain.h"

#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "common/status/errors.h"

namespace okapi::journal {
namespace {

using okapi::common::v1::ChangeRecord;

// The record has no maps outside of its packed resources, so its serialization is the same
// everywhere.
std::string HashOf(ChangeRecord record) {
  record.clear_hash();
  return base::Sha256(record.SerializeAsString());
}

}  // namespace

void Link(absl::string_view previous_hash, ChangeRecord& record) {
  record.set_previous_hash(std::string(previous_hash));
  record.set_hash(HashOf(record));
}

absl::Status VerifyChain(absl::string_view previous_hash, absl::Span<const ChangeRecord> records) {
  std::string expected(previous_hash);
  int64_t revision = 0;
  for (const ChangeRecord& record : records) {
    if (record.previous_hash() != expected || record.hash() != HashOf(record) ||
        record.revision() <= revision) {
      return status::Corrupt(
          absl::StrCat("the chain of changes breaks at revision ", record.revision()));
    }
    expected = record.hash();
    revision = record.revision();
  }
  return absl::OkStatus();
}

}  // namespace okapi::journal
