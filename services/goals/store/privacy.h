#pragma once

#include <memory>
#include <vector>

#include "common/rpc/privacy.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Keeps private objectives, and what belongs to them, from whoever may not see them. It knows the
// caller by what they say: see rpc::Call::actor.
class GoalsPrivacy final : public rpc::Privacy {
 public:
  // `store` must outlive this and its veils.
  explicit GoalsPrivacy(const GoalsStore& store) : store_(store) {}

  std::unique_ptr<storage::Veil> VeilFor(const rpc::Call& call) const override;
  // Of an objective that appears or disappears for the caller, because somebody changed who sees
  // it, the side that they see is shown: as if it had been created or deleted.
  absl::StatusOr<std::vector<bool>> Show(
      const rpc::Call& call, const storage::Reader& whole,
      absl::Span<okapi::common::v1::ChangeRecord> records) const override;

 private:
  absl::StatusOr<bool> ShowOne(const rpc::Call& call, const storage::Reader& whole,
                               okapi::common::v1::ChangeRecord& record) const;

  const GoalsStore& store_;
};

// Whether the member sees what only this audience of an organization sees.
absl::StatusOr<bool> Sees(const GoalsStore& store, const storage::Reader& whole,
                          absl::string_view member, absl::string_view organization,
                          const okapi::common::v1::Audience& audience);

}  // namespace okapi::goals
