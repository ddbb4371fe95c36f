#include "services/goals/store/privacy.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"
#include "services/goals/store/private_objectives.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Audience;
using okapi::common::v1::ChangeRecord;
using okapi::common::v1::ResourceChange;
using okapi::goals::v1::Objective;

// `organizations/{organization}` of a key, which begins with its id.
std::string OrganizationOfKey(absl::string_view key) {
  std::string id;
  storage::KeyReader(key).Bytes(&id);
  return absl::StrCat("organizations/", id);
}

class ObjectiveVeil final : public storage::Veil {
 public:
  ObjectiveVeil(const GoalsStore& store, std::string viewer)
      : Veil(std::move(viewer)), store_(store) {}

  absl::StatusOr<bool> Hides(const storage::Reader& whole, const storage::Family& family,
                             absl::string_view key) override {
    static const auto& families = *new absl::flat_hash_set<absl::string_view>([] {
      absl::flat_hash_set<absl::string_view> names;
      for (const storage::Family& each : GoalsStore::FamiliesOfObjectives())
        names.insert(each.name);
      return names;
    }());
    if (!families.contains(family.name)) return false;
    const absl::string_view objective = ObjectivePartOf(key);
    // One look-up for all that is read of one objective: it is read together.
    if (!objective.empty() && objective == last_) return last_hidden_;
    OKAPI_ASSIGN_OR_RETURN(const auto audience, FindAudience(whole, objective));
    bool hidden = false;
    if (audience.has_value()) {
      OKAPI_ASSIGN_OR_RETURN(
          const bool seen, Sees(store_, whole, viewer(), OrganizationOfKey(objective), *audience));
      hidden = !seen;
    }
    last_ = std::string(objective);
    last_hidden_ = hidden;
    return hidden;
  }

 private:
  const GoalsStore& store_;
  std::string last_;
  bool last_hidden_ = false;
};

// Takes away the sides of an objective's change that the member does not see.
void ShowSides(absl::string_view member, ResourceChange& change) {
  auto hidden = [member](const google::protobuf::Any& side) {
    Objective objective;
    if (!side.UnpackTo(&objective)) return true;
    const auto audience = AudienceOf(objective);
    return audience.has_value() && !Names(*audience, member);
  };
  if (change.has_before() && hidden(change.before())) change.clear_before();
  if (change.has_after() && hidden(change.after())) change.clear_after();
}

}  // namespace

absl::StatusOr<bool> Sees(const GoalsStore& store, const storage::Reader& whole,
                          absl::string_view member, absl::string_view organization,
                          const Audience& audience) {
  if (member == rpc::kAnonymous || api::OrganizationOf(member) != organization) return false;
  if (Names(audience, member)) return true;
  OKAPI_ASSIGN_OR_RETURN(const auto found, store.members.FindStored(whole, member));
  return found.has_value() && found->sees_private();
}

std::unique_ptr<storage::Veil> GoalsPrivacy::VeilFor(const rpc::Call& call) const {
  return std::make_unique<ObjectiveVeil>(store_, call.actor);
}

absl::StatusOr<std::vector<bool>> GoalsPrivacy::Show(const rpc::Call& call,
                                                     const storage::Reader& whole,
                                                     absl::Span<ChangeRecord> records) const {
  std::vector<bool> all;
  for (ChangeRecord& record : records) {
    OKAPI_ASSIGN_OR_RETURN(const bool seen, ShowOne(call, whole, record));
    all.push_back(seen);
  }
  return all;
}

absl::StatusOr<bool> GoalsPrivacy::ShowOne(const rpc::Call& call, const storage::Reader& whole,
                                           ChangeRecord& record) const {
  bool all = true;
  ChangeRecord shown;
  for (ResourceChange& change : *record.mutable_changes()) {
    bool seen = true;
    if (change.has_audience()) {
      OKAPI_ASSIGN_OR_RETURN(
          seen, Sees(store_, whole, call.actor, record.organization(), change.audience()));
    }
    if (!seen) {
      all = false;
      if (!api::PatternOf<Objective>().Matches(change.name())) continue;
      ShowSides(call.actor, change);
      change.clear_audience();
      if (!change.has_before() && !change.has_after()) continue;
    }
    *shown.add_changes() = std::move(change);
  }
  record.mutable_changes()->Swap(shown.mutable_changes());
  return all;
}

}  // namespace okapi::goals
