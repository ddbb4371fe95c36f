#include "common/storage/gaps.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace okapi::storage {

Gaps::Ends::const_iterator Gaps::From(absl::string_view key) const {
  const auto next = ends_.upper_bound(key);
  return next == ends_.begin() ? ends_.end() : std::prev(next);
}

void Gaps::Note(const KeyRange& range) {
  if (range.begin >= range.end) return;
  KeyRange gap = range;
  auto touching = From(gap.begin);
  if (touching == ends_.end() || touching->second < gap.begin) {
    touching = ends_.lower_bound(gap.begin);
  }
  while (touching != ends_.end() && touching->first <= gap.end) {
    gap.begin = std::min(gap.begin, touching->first);
    gap.end = std::max(gap.end, touching->second);
    touching = ends_.erase(touching);
  }
  ends_.emplace(std::move(gap.begin), std::move(gap.end));
}

void Gaps::Cut(absl::string_view key) {
  const auto gap = From(key);
  if (gap == ends_.end() || key >= gap->second) return;
  auto rest = ends_.extract(gap);
  rest.key().assign(key.data(), key.size());
  rest.key().push_back('\0');  // The next key that there can be.
  if (rest.key() < rest.mapped()) ends_.insert(std::move(rest));
}

bool Gaps::Holds(absl::string_view key) const {
  const auto gap = From(key);
  return gap != ends_.end() && key < gap->second;
}

bool Gaps::Holds(const KeyRange& range) const {
  if (range.end.empty()) return false;
  const auto gap = From(range.begin);
  return gap != ends_.end() && range.end <= gap->second;
}

}  // namespace okapi::storage
