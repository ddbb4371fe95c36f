#include "services/goals/store/privacy_rules.h"

#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/veil.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/key_result_source_rules.h"
#include "services/goals/store/privacy.h"
#include "services/goals/store/private_objectives.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Audience;
using okapi::goals::v1::Objective;

constexpr int kReadersMax = 100;

absl::Status CheckReaders(const GoalsStore& store, const storage::Reader& reader,
                          const Objective& objective) {
  status::FieldViolations violations;
  if (objective.readers_size() > kReadersMax) {
    violations.Add("objective.readers", absl::StrCat("has more than ", kReadersMax, " entries"));
  }
  std::set<std::string> seen;
  for (int i = 0; i < objective.readers_size(); ++i) {
    if (seen.insert(objective.readers(i)).second) continue;
    violations.Add(absl::StrCat("objective.readers[", i, "]"),
                   absl::StrCat("'", objective.readers(i), "' is named twice"));
  }
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  for (int i = 0; i < objective.readers_size(); ++i) {
    OKAPI_RETURN_IF_ERROR(CheckReference(store.members, reader, objective.name(),
                                         absl::StrCat("objective.readers[", i, "]"),
                                         objective.readers(i)));
  }
  return absl::OkStatus();
}

// The service's own writes have no veil, and may leave what nobody who asked for them sees.
absl::Status CheckCallerSees(const GoalsStore& store, const storage::Reader& reader,
                             const Objective& objective, const Audience& audience) {
  if (reader.veil() == nullptr) return absl::OkStatus();
  const std::string& caller = reader.veil()->viewer();
  OKAPI_ASSIGN_OR_RETURN(const bool seen,
                         Sees(store, reader.whole(), caller, ParentOf(objective.name()), audience));
  if (seen) return absl::OkStatus();
  if (caller == rpc::kAnonymous) {
    return status::InvalidField(kVisibilityField,
                                absl::StrCat("PRIVATE is for callers who say who they are in ",
                                             rpc::kActorKey, ", and are its owner or a reader"));
  }
  return status::InvalidField(kVisibilityField,
                              absl::StrCat("PRIVATE would hide it from yourself, '", caller,
                                           "': be its owner or a reader"));
}

absl::Status CheckParents(const storage::Reader& reader, const Objective& objective,
                          const std::optional<Audience>& audience) {
  for (int i = 0; i < objective.alignments_size(); ++i) {
    const std::string& parent = objective.alignments(i).parent();
    OKAPI_ASSIGN_OR_RETURN(const auto above, FindAudience(reader.whole(), ObjectiveKeyOf(parent)));
    if (!above.has_value()) continue;
    const std::string field = absl::StrCat("objective.alignments[", i, "].parent");
    if (!audience.has_value()) {
      return status::InvalidField(field,
                                  absl::StrCat("'", parent, "' is private, and this is not"));
    }
    for (const std::string& member : audience->members()) {
      if (Names(*above, member)) continue;
      return status::InvalidField(
          field, absl::StrCat("'", parent, "' is private, and '", member,
                              "', who sees this one, is neither its owner nor a reader"));
    }
  }
  return absl::OkStatus();
}

// Children are named only where everybody sees them.
absl::Status CheckChildren(const GoalsStore& store, const storage::Reader& reader,
                           const Objective& objective, const Audience& audience) {
  OKAPI_ASSIGN_OR_RETURN(const auto children, store.AlignedTo(reader.whole(), objective.name()));
  for (const Objective& child : children) {
    const auto below = AudienceOf(child);
    if (!below.has_value()) {
      return status::InvalidField(
          kVisibilityField, absl::StrCat("'", child.name(), "' is for it and is not private"));
    }
    for (const std::string& member : below->members()) {
      if (Names(audience, member)) continue;
      return status::InvalidField(
          "objective.readers",
          absl::StrCat("'", member, "' sees an objective that is for it: name them too"));
    }
  }
  return absl::OkStatus();
}

bool SameMembers(const std::optional<Audience>& a, const std::optional<Audience>& b) {
  return a.has_value() == b.has_value() &&
         (!a.has_value() || a->SerializeAsString() == b->SerializeAsString());
}

}  // namespace

absl::Status CheckPrivacy(const GoalsStore& store, const storage::Reader& reader,
                          const Objective* before, Objective& after) {
  if (after.visibility() == Objective::VISIBILITY_UNSPECIFIED) {
    after.set_visibility(Objective::ORGANIZATION);
  }
  OKAPI_RETURN_IF_ERROR(CheckReaders(store, reader, after));
  const auto audience = AudienceOf(after);
  OKAPI_RETURN_IF_ERROR(CheckParents(reader, after, audience));
  const auto former = before == nullptr ? std::nullopt : AudienceOf(*before);
  const bool same = before == nullptr || SameMembers(former, audience);
  if (!same) OKAPI_RETURN_IF_ERROR(CheckSourcesSeen(store, reader, after, audience));
  if (!audience.has_value()) {
    if (former.has_value()) after.clear_copied_from();
    return absl::OkStatus();
  }
  OKAPI_RETURN_IF_ERROR(CheckCallerSees(store, reader, after, *audience));
  return same ? absl::OkStatus() : CheckChildren(store, reader, after, *audience);
}

}  // namespace okapi::goals
