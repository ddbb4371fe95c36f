#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "common/storage/database.h"
#include "common/storage/veil.h"
#include "okapi/common/v1/change.pb.h"

namespace okapi::journal {

// One write on the journal's lane: reads see all writes before it and its own. Valid during the
// body only.
class Transaction final : public storage::Reader {
 public:
  Transaction(storage::WriteGroup& group, int64_t revision, absl::Time time)
      : group_(group), revision_(revision), time_(time) {}

  absl::StatusOr<std::optional<std::string>> Find(const storage::Family& family,
                                                  absl::string_view key) const override {
    return veil_ == nullptr ? group_.Find(family, key)
                            : storage::FindThrough(*veil_, group_, family, key);
  }
  absl::StatusOr<storage::SharedMessage> FindMessage(
      const storage::Family& family, absl::string_view key,
      const google::protobuf::MessageLite& prototype) const override {
    return veil_ == nullptr ? group_.FindMessage(family, key, prototype)
                            : storage::FindMessageThrough(*veil_, group_, family, key, prototype);
  }
  absl::Status Scan(const storage::Family& family, const storage::KeyRange& range,
                    Visitor visit) const override {
    return veil_ == nullptr ? group_.Scan(family, range, visit)
                            : storage::ScanThrough(*veil_, group_, family, range, visit);
  }
  storage::Veil* veil() const override { return veil_.get(); }
  const storage::Reader& whole() const override { return group_; }

  // From here on the body sees what the veil leaves. Writes are not held up by it.
  void SetVeil(std::unique_ptr<storage::Veil> veil) { veil_ = std::move(veil); }
  // Takes the veil away for as long as it lives: for what a write does on its own account, such as
  // to everything that belongs to a resource.
  class Unveiled {
   public:
    explicit Unveiled(Transaction& transaction)
        : transaction_(transaction), veil_(std::move(transaction.veil_)) {}
    ~Unveiled() { transaction_.veil_ = std::move(veil_); }
    Unveiled(const Unveiled&) = delete;
    Unveiled& operator=(const Unveiled&) = delete;

   private:
    Transaction& transaction_;
    std::unique_ptr<storage::Veil> veil_;
  };

  void Put(const storage::Family& family, absl::string_view key, std::string value) {
    group_.Put(family, key, std::move(value));
  }
  void PutUnindexed(const storage::Family& family, absl::string_view key, std::string value) {
    group_.PutUnindexed(family, key, std::move(value));
  }
  void DeleteRangeUnindexed(const storage::Family& family, const storage::KeyRange& range) {
    group_.DeleteRangeUnindexed(family, range);
  }
  void Delete(const storage::Family& family, absl::string_view key) { group_.Delete(family, key); }

  // Adds a resource to the write's change record. nullptr `before` means created, nullptr `after`
  // deleted. What it returns is valid until the next one is added.
  okapi::common::v1::ResourceChange& RecordChange(absl::string_view name,
                                                  const google::protobuf::Message* before,
                                                  const google::protobuf::Message* after);

  // Runs `effect` on the lane once the whole body has succeeded, before the next write's; never for
  // a write that failed or was only checked. The place for what a write changes in memory.
  void OnKept(absl::AnyInvocable<void()> effect) { effects_.push_back(std::move(effect)); }
  void RunEffects() {
    for (auto& effect : effects_) effect();
  }

  // The revision that the write will have, and its time: never before that of an earlier write.
  int64_t revision() const { return revision_; }
  absl::Time time() const { return time_; }
  const okapi::common::v1::ChangeRecord& record() const { return record_; }
  // For the lane, once the body is done.
  okapi::common::v1::ChangeRecord TakeRecord() { return std::move(record_); }

 private:
  storage::WriteGroup& group_;
  int64_t revision_;
  absl::Time time_;
  okapi::common::v1::ChangeRecord record_;
  std::unique_ptr<storage::Veil> veil_;
  std::vector<absl::AnyInvocable<void()>> effects_;
};

}  // namespace okapi::journal
