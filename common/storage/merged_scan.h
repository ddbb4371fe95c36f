#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/status/status_macros.h"
#include "common/storage/reader.h"

namespace okapi::storage {

// Visits the keys of the range in byte order: those of `records`, an ordered map, and of what lies
// below, where `records` has nothing to say. `bytes_of(entry.second)` is a pointer to the value,
// nullptr where there is nothing under the key.
template <typename Records, typename BytesOf>
absl::Status ScanMerged(const Records& records, const KeyRange& range, BytesOf bytes_of,
                        absl::FunctionRef<absl::Status(Reader::Visitor)> scan_below,
                        Reader::Visitor visit) {
  auto next = records.lower_bound(range.begin);
  const auto end = range.end.empty() ? records.end() : records.lower_bound(range.end);
  bool going = true;
  auto visit_own = [&] {
    if (const auto* bytes = bytes_of(next->second)) going = visit(next->first, *bytes);
    ++next;
  };
  auto merge = [&](absl::string_view key, absl::string_view value) {
    while (going && next != end && next->first < key) visit_own();
    if (!going) return false;
    if (next != end && next->first == key) {
      visit_own();
    } else {
      going = visit(key, value);
    }
    return going;
  };
  OKAPI_RETURN_IF_ERROR(scan_below(merge));
  while (going && next != end) visit_own();
  return absl::OkStatus();
}

}  // namespace okapi::storage
