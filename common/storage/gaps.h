#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "common/storage/reader.h"

namespace okapi::storage {

// Ranges of one family's keys in which there is nothing. Ids that count upwards are taken at the
// beginning of such a range, again and again: what remains of it is still empty. Not thread-safe.
class Gaps {
 public:
  // Precondition: there is nothing in the range, and it has an end.
  void Note(const KeyRange& range);
  // There is something under the key now. Of the gap that it lies in, the part behind it remains.
  void Cut(absl::string_view key);

  bool Holds(absl::string_view key) const;
  bool Holds(const KeyRange& range) const;
  size_t size() const { return ends_.size(); }

 private:
  using Ends = std::map<std::string, std::string, std::less<>>;
  // The gap that begins at the key or before it; ends_.end() when there is none.
  Ends::const_iterator From(absl::string_view key) const;

  // By the begin of each. None touches another.
  Ends ends_;
};

}  // namespace okapi::storage
