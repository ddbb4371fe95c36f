#include "common/storage/read_memory.h"

#include <typeinfo>
#include <utility>

#include "common/status/status_macros.h"

namespace okapi::storage {
namespace {

// Of keys and values. What is full starts anew: what is looked up often is soon back.
constexpr size_t kBytesMax = 8 << 20;
// A larger value is not worth its place.
constexpr size_t kValueBytesMax = 4096;
// About what the map adds to each.
constexpr size_t kPlaceBytes = 80;
// Gaps of one family.
constexpr size_t kGapsMax = 16'384;

size_t SizeOf(absl::string_view key, const Remembered& value) {
  return kPlaceBytes + key.size() + (value.bytes.has_value() ? value.bytes->size() : 0);
}

}  // namespace

absl::StatusOr<SharedMessage> Remembered::MessageLike(
    const google::protobuf::MessageLite& prototype, const Family& family) {
  if (!bytes.has_value()) return nullptr;
  const bool known = message != nullptr && typeid(*message) == typeid(prototype);
  if (known) return message;
  OKAPI_ASSIGN_OR_RETURN(message, ParseLike(prototype, *bytes, family));
  return message;
}

ReadMemory::Memory& ReadMemory::Of(absl::string_view family) {
  const auto known = families_.find(family);
  return known != families_.end() ? known->second : families_[family];
}

Remembered* ReadMemory::Find(const Family& family, absl::string_view key) {
  Memory& memory = Of(family.name);
  const auto found = memory.values.find(key);
  if (found != memory.values.end()) return &found->second;
  return memory.gaps.Holds(key) ? &nothing_ : nullptr;
}

Remembered* ReadMemory::Set(absl::string_view family, absl::string_view key, Remembered&& value) {
  if (value.bytes.has_value() && value.bytes->size() > kValueBytesMax) {
    Forget(family, key);
    return nullptr;
  }
  if (bytes_ > kBytesMax) Clear();
  bytes_ += SizeOf(key, value);
  Memory& memory = Of(family);
  if (value.bytes.has_value()) memory.gaps.Cut(key);
  const auto [entry, is_new] = memory.values.try_emplace(key);
  if (!is_new) bytes_ -= SizeOf(key, entry->second);
  entry->second = std::move(value);
  return &entry->second;
}

void ReadMemory::Forget(absl::string_view family, absl::string_view key) {
  Memory& memory = Of(family);
  memory.gaps.Cut(key);
  const auto found = memory.values.find(key);
  if (found == memory.values.end()) return;
  bytes_ -= SizeOf(key, found->second);
  memory.values.erase(found);
}

void ReadMemory::NoteEmpty(const Family& family, const KeyRange& range) {
  Gaps& gaps = Of(family.name).gaps;
  if (gaps.size() >= kGapsMax) gaps = Gaps();
  gaps.Note(range);
}

bool ReadMemory::IsEmpty(const Family& family, const KeyRange& range) const {
  const auto known = families_.find(family.name);
  return known != families_.end() && known->second.gaps.Holds(range);
}

void ReadMemory::Clear() {
  families_.clear();
  bytes_ = 0;
}

}  // namespace okapi::storage
