#include "common/storage/overlay.h"

#include "common/status/status_macros.h"

namespace okapi::storage {

const Overlay::Records* Overlay::Of(const Family& family) const {
  const auto found = families_.find(family.name);
  return found == families_.end() ? nullptr : &found->second;
}

const Overlay::Value* Overlay::Find(const Family& family, absl::string_view key) const {
  const Records* records = Of(family);
  if (records == nullptr) return nullptr;
  const auto found = records->find(key);
  return found == records->end() ? nullptr : &found->second;
}

absl::StatusOr<std::optional<std::string>> OverlaidReader::Find(const Family& family,
                                                                absl::string_view key) const {
  const Overlay::Value* value = overlay_->Find(family, key);
  if (value == nullptr) return below_->Find(family, key);
  if (*value == nullptr) return std::nullopt;
  return **value;
}

absl::Status OverlaidReader::Scan(const Family& family, const KeyRange& range,
                                  Visitor visit) const {
  const Overlay::Records* records = overlay_->Of(family);
  if (records == nullptr) return below_->Scan(family, range, visit);
  auto next = records->lower_bound(range.begin);
  const auto end = range.end.empty() ? records->end() : records->lower_bound(range.end);
  bool going = true;
  auto visit_before = [&](absl::string_view key) {
    for (; going && next != end && next->first < key; ++next) {
      if (next->second != nullptr) going = visit(next->first, *next->second);
    }
  };
  auto merge = [&](absl::string_view key, absl::string_view value) {
    visit_before(key);
    if (!going) return false;
    const bool replaced = next != end && next->first == key;
    if (!replaced) going = visit(key, value);
    return going;
  };
  OKAPI_RETURN_IF_ERROR(below_->Scan(family, range, merge));
  for (; going && next != end; ++next) {
    if (next->second != nullptr) going = visit(next->first, *next->second);
  }
  return absl::OkStatus();
}

}  // namespace okapi::storage
