#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/storage/reader.h"

namespace okapi::storage {

// Records that stand in place of those of a state, or say that there are none. A copy shares the
// values.
class Overlay {
 public:
  // nullptr: there is nothing under the key.
  using Value = std::shared_ptr<const std::string>;
  using Records = absl::btree_map<std::string, Value>;

  void Put(const Family& family, absl::string_view key, std::string value) {
    families_[family.name][key] = std::make_shared<const std::string>(std::move(value));
  }
  void Delete(const Family& family, absl::string_view key) {
    families_[family.name][key] = nullptr;
  }

  // nullptr when the overlay says nothing about the key.
  const Value* Find(const Family& family, absl::string_view key) const;
  // The records of a family, in the order of their keys; nullptr when there are none.
  const Records* Of(const Family& family) const;

 private:
  absl::flat_hash_map<std::string, Records> families_;
};

// A state with an overlay on it, as it was at some time.
class OverlaidReader final : public Reader {
 public:
  OverlaidReader(std::shared_ptr<const Reader> below, std::shared_ptr<const Overlay> overlay,
                 absl::Time as_of)
      : below_(std::move(below)), overlay_(std::move(overlay)), as_of_(as_of) {}
  // Over a state that outlives this.
  OverlaidReader(const Reader& below, std::shared_ptr<const Overlay> overlay, absl::Time as_of)
      : OverlaidReader(std::shared_ptr<const Reader>(std::shared_ptr<void>(), &below),
                       std::move(overlay), as_of) {}

  absl::StatusOr<std::optional<std::string>> Find(const Family& family,
                                                  absl::string_view key) const override;
  absl::Status Scan(const Family& family, const KeyRange& range, Visitor visit) const override;
  std::optional<absl::Time> as_of() const override { return as_of_; }

 private:
  const std::shared_ptr<const Reader> below_;
  const std::shared_ptr<const Overlay> overlay_;
  const absl::Time as_of_;
};

}  // namespace okapi::storage
