#include "services/metrics/series/label_pool.h"

namespace okapi::metrics {

LabelPool::Id LabelPool::Intern(absl::string_view name, absl::string_view value) {
  auto known_name = name_ids_.find(name);
  if (known_name == name_ids_.end()) {
    names_.emplace_back(name);
    known_name = name_ids_.emplace(names_.back(), static_cast<uint32_t>(names_.size() - 1)).first;
  }
  const auto known = pair_ids_.find(std::pair(known_name->second, value));
  if (known != pair_ids_.end()) return known->second;
  pairs_.push_back({known_name->second, std::string(value)});
  const Id id = static_cast<Id>(pairs_.size() - 1);
  pair_ids_.emplace(std::pair(known_name->second, absl::string_view(pairs_.back().value)), id);
  return id;
}

LabelPool::Id LabelPool::Find(absl::string_view name, absl::string_view value) const {
  const auto known_name = name_ids_.find(name);
  if (known_name == name_ids_.end()) return kNone;
  const auto known = pair_ids_.find(std::pair(known_name->second, value));
  return known == pair_ids_.end() ? kNone : known->second;
}

}  // namespace okapi::metrics
