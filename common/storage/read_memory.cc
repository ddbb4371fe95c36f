#include "common/storage/read_memory.h"

#include <utility>

namespace okapi::storage {
namespace {

// Of keys and values. What is full starts anew: what is looked up often is soon back.
constexpr size_t kBytesMax = 8 << 20;
// A larger value is not worth its place.
constexpr size_t kValueBytesMax = 4096;
// About what the map adds to each.
constexpr size_t kOverheadBytes = 80;

size_t SizeOf(absl::string_view key, const ReadMemory::Value& value) {
  return kOverheadBytes + key.size() + (value.has_value() ? value->size() : 0);
}

}  // namespace

const ReadMemory::Value* ReadMemory::Find(const Family& family, absl::string_view key) const {
  const auto values = families_.find(family.name);
  if (values == families_.end()) return nullptr;
  const auto found = values->second.find(key);
  return found == values->second.end() ? nullptr : &found->second;
}

void ReadMemory::Set(absl::string_view family, absl::string_view key, Value value) {
  if (value.has_value() && value->size() > kValueBytesMax) return Forget(family, key);
  if (bytes_ > kBytesMax) Clear();
  bytes_ += SizeOf(key, value);
  const auto [entry, is_new] = families_[family].try_emplace(key);
  if (!is_new) bytes_ -= SizeOf(key, entry->second);
  entry->second = std::move(value);
}

void ReadMemory::Forget(absl::string_view family, absl::string_view key) {
  const auto values = families_.find(family);
  if (values == families_.end()) return;
  const auto found = values->second.find(key);
  if (found == values->second.end()) return;
  bytes_ -= SizeOf(key, found->second);
  values->second.erase(found);
}

void ReadMemory::Clear() {
  families_.clear();
  bytes_ = 0;
}

}  // namespace okapi::storage
