#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace okapi::metrics {

// The labels of one organization's series, each name-value pair kept once and known by a number.
// Nothing is ever removed, so views of the texts stay valid as long as the pool. Not thread-safe.
class LabelPool {
 public:
  using Id = uint32_t;
  // Stands for "no such label".
  static constexpr Id kNone = UINT32_MAX;

  // The number of a pair, given to it now if it has none yet. Numbers count from 0.
  Id Intern(absl::string_view name, absl::string_view value);
  // kNone when no series has the pair.
  Id Find(absl::string_view name, absl::string_view value) const;

  size_t size() const { return pairs_.size(); }
  // Precondition: id < size().
  absl::string_view name(Id id) const { return names_[pairs_[id].name]; }
  // Empty for kNone.
  absl::string_view value(Id id) const {
    return id == kNone ? absl::string_view() : absl::string_view(pairs_[id].value);
  }

 private:
  struct Pair {
    uint32_t name;  // Position in names_.
    std::string value;
  };

  // Deques: the texts' addresses stay.
  std::deque<std::string> names_;
  std::deque<Pair> pairs_;
  absl::flat_hash_map<absl::string_view, uint32_t> name_ids_;
  absl::flat_hash_map<std::pair<uint32_t, absl::string_view>, Id> pair_ids_;
};

}  // namespace okapi::metrics
