#include "common/journal/chain.h"

#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::journal {
namespace {

using okapi::common::v1::ChangeRecord;

absl::Status Broken(int64_t revision) {
  return status::Corrupt(absl::StrCat("the chain of changes breaks at revision ", revision));
}

}  // namespace

// The record has no maps outside of its packed resources, so its serialization is the same
// everywhere.
std::string HashOf(ChangeRecord record) {
  record.clear_hash();
  return base::Sha256(record.SerializeAsString());
}

std::string Link(absl::string_view previous_hash, ChangeRecord& record) {
  record.set_previous_hash(std::string(previous_hash));
  record.clear_hash();
  std::string bytes = record.SerializeAsString();
  record.set_hash(base::Sha256(bytes));
  ChangeRecord rest;  // Messages behind each other are one message.
  rest.set_hash(record.hash());
  rest.AppendToString(&bytes);
  return bytes;
}

absl::Status ChainCheck::Take(const ChangeRecord& record) {
  if (record.hash() != HashOf(record)) return Broken(record.revision());
  return TakeWithheld(record.revision(), record.previous_hash(), record.hash());
}

absl::Status ChainCheck::TakeWithheld(int64_t revision, absl::string_view previous_hash,
                                      absl::string_view hash) {
  if (previous_hash != hash_ || revision <= revision_) return Broken(revision);
  hash_ = std::string(hash);
  revision_ = revision;
  return absl::OkStatus();
}

absl::Status VerifyChain(absl::string_view previous_hash, absl::Span<const ChangeRecord> records) {
  ChainCheck check(previous_hash);
  for (const ChangeRecord& record : records) OKAPI_RETURN_IF_ERROR(check.Take(record));
  return absl::OkStatus();
}

}  // namespace okapi::journal
