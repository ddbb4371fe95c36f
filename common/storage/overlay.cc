#include "common/storage/overlay.h"

#include "common/storage/merged_scan.h"

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
  return ScanMerged(
      *records, range, [](const Overlay::Value& value) { return value.get(); },
      [&](Visitor merge) { return below_->Scan(family, range, merge); }, visit);
}

}  // namespace okapi::storage
