#include "services/goals/past/resource_layer.h"

#include <type_traits>

#include "absl/strings/str_cat.h"
#include "common/api/resource_key.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/store/alignment_index.h"
#include "services/goals/store/private_objectives.h"
#include "services/goals/store/timings.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::ResourceChange;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Member;
using okapi::goals::v1::Objective;

template <typename R>
bool IsOf(const api::Collection<R>&, const std::string& name) {
  return api::PatternOf<R>().Matches(name);
}

template <typename R>
absl::StatusOr<std::string> KeyIn(const api::Collection<R>&, const std::string& name) {
  return api::ResourceKey::EncodeName(api::PatternOf<R>(), name);
}

}  // namespace

template <typename Visit>
absl::Status ResourceLayer::WithCollectionOf(const std::string& name, Visit visit) {
  // In the order of how often each changes.
  if (IsOf(store_.key_results, name)) return visit(store_.key_results);
  if (IsOf(store_.check_ins, name)) return visit(store_.check_ins);
  if (IsOf(store_.objectives, name)) return visit(store_.objectives);
  if (IsOf(store_.comments, name)) return visit(store_.comments);
  if (IsOf(store_.initiatives, name)) return visit(store_.initiatives);
  if (IsOf(store_.cycles, name)) return visit(store_.cycles);
  if (IsOf(store_.teams, name)) return visit(store_.teams);
  if (IsOf(store_.members, name)) return visit(store_.members);
  if (IsOf(store_.organizations, name)) return visit(store_.organizations);
  return status::Corrupt(absl::StrCat("a change record names '", name, "'"));
}

absl::Status ResourceLayer::Undo(const ResourceChange& change) {
  return WithCollectionOf(change.name(), [&](const auto& collection) -> absl::Status {
    OKAPI_ASSIGN_OR_RETURN(const std::string key, KeyIn(collection, change.name()));
    const auto* known = overlay_.Find(collection.table().family(), key);
    if (known == nullptr) {
      OKAPI_RETURN_IF_ERROR(
          Lay(collection, change.name(), change.has_before() ? &change.before() : nullptr));
    } else if (*known != nullptr) {
      OKAPI_RETURN_IF_ERROR(Recheck(collection, key, **known));
    }
    // Who did not see it when it went does not see it by its being gone.
    const bool is_objective = IsOf(store_.objectives, change.name());
    return is_objective && !change.has_after() && change.has_audience()
               ? Narrow(change.name(), change.audience())
               : absl::OkStatus();
  });
}

absl::Status ResourceLayer::Redo(const ResourceChange& change) {
  return WithCollectionOf(change.name(), [&](const auto& collection) {
    return Lay(collection, change.name(), change.has_after() ? &change.after() : nullptr);
  });
}

template <typename R>
absl::Status ResourceLayer::Lay(const api::Collection<R>& collection, const std::string& name,
                                Side side) {
  const storage::Family& family = collection.table().family();
  OKAPI_ASSIGN_OR_RETURN(const std::string key, KeyIn(collection, name));
  if (side == nullptr) {
    overlay_.Delete(family, key);
    return Beside(name, static_cast<R*>(nullptr));
  }
  R laid;
  if (!side->UnpackTo(&laid)) {
    return status::Corrupt(absl::StrCat("the change of '", name, "' does not parse"));
  }
  OKAPI_RETURN_IF_ERROR(Beside(name, &laid));
  overlay_.Put(family, key, laid.SerializeAsString());
  return absl::OkStatus();
}

absl::Status ResourceLayer::Beside(const std::string& name, KeyResult* laid) {
  OKAPI_ASSIGN_OR_RETURN(const std::string key, KeyIn(store_.key_results, name));
  if (laid == nullptr) {
    overlay_.Delete(kKeyResultStates, key);
    return absl::OkStatus();
  }
  OKAPI_RETURN_IF_ERROR(LayPoints(*laid));
  overlay_.Put(kKeyResultStates, key, TakeState(*laid).SerializeAsString());
  return absl::OkStatus();
}

absl::Status ResourceLayer::LayPoints(const KeyResult& shown) {
  OKAPI_ASSIGN_OR_RETURN(const auto below, store_.key_results.FindStored(below_, shown.name()));
  if (SourceHash(below.or_default()) != SourceHash(shown)) {
    OKAPI_ASSIGN_OR_RETURN(const auto others, PointKeysOf(below_, shown.name()));
    for (const std::string& key : others) overlay_.Delete(kKeyResultPoints, key);
  }
  if (!IsDriven(shown) || !shown.has_current_value()) return absl::OkStatus();
  const DatedValue value = {api::FromTimestamp(shown.current_value_time()), shown.current_value()};
  OKAPI_ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(store_, below_, shown.name()));
  OKAPI_ASSIGN_OR_RETURN(const std::string key, PointKey(shown.name(), value.time, zone));
  OKAPI_ASSIGN_OR_RETURN(const auto point, PointAt(below_, shown.name(), value, zone));
  overlay_.Put(kKeyResultPoints, key, point.SerializeAsString());
  return absl::OkStatus();
}

absl::Status ResourceLayer::Beside(const std::string& name, Objective* laid) {
  OKAPI_ASSIGN_OR_RETURN(const auto below, store_.objectives.FindStored(below_, name));
  if (below.has_value()) {
    for (const std::string& key : AlignmentKeys(*below)) overlay_.Delete(kAlignments, key);
  }
  if (laid == nullptr) return absl::OkStatus();
  for (const std::string& key : AlignmentKeys(*laid)) overlay_.Put(kAlignments, key, "");
  laid->clear_progress();
  if (laid->has_assessment()) laid->mutable_assessment()->clear_expired();
  // Records leave names of private objectives out; a grade that still stands has them.
  const Objective& stored = below.or_default();
  if (laid->has_grade() && stored.has_grade() &&
      api::FromTimestamp(laid->grade().grade_time()) ==
          api::FromTimestamp(stored.grade().grade_time())) {
    *laid->mutable_grade() = stored.grade();
  }
  // What it is a copy of never changes.
  if (api::FromTimestamp(laid->create_time()) == api::FromTimestamp(stored.create_time())) {
    laid->set_copied_from(stored.copied_from());
  }
  return LayAudience(*laid);
}

absl::Status ResourceLayer::LayAudience(const Objective& laid) {
  OKAPI_ASSIGN_OR_RETURN(const auto below, store_.objectives.FindStored(below_, laid.name()));
  const auto audience = AudienceOfChange(&laid, below.has_value() ? &*below : nullptr);
  const std::string key = ObjectiveKeyOf(laid.name());
  if (audience.has_value()) {
    overlay_.Put(kPrivateObjectives, key, RecordOf(*audience).SerializeAsString());
  } else {
    overlay_.Delete(kPrivateObjectives, key);
  }
  return absl::OkStatus();
}

absl::Status ResourceLayer::Narrow(const std::string& name,
                                   const okapi::common::v1::Audience& audience) {
  const std::string key = ObjectiveKeyOf(name);
  const auto* known = overlay_.Find(kPrivateObjectives, key);
  okapi::common::v1::Audience left = audience;
  if (known != nullptr && *known != nullptr) {
    okapi::storage::v1::PrivateObjectiveRecord record;
    OKAPI_RETURN_IF_ERROR(storage::ParseTo(**known, kPrivateObjectives, record));
    left.clear_members();
    for (const std::string& member : record.members()) {
      if (Names(audience, member)) left.add_members(member);
    }
  }
  overlay_.Put(kPrivateObjectives, key, RecordOf(left).SerializeAsString());
  return absl::OkStatus();
}

absl::Status ResourceLayer::Beside(const std::string& name, Member* laid) {
  if (laid == nullptr || !laid->sees_private()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const auto below, store_.members.FindStored(below_, name));
  if (!below.has_value() || !below->sees_private()) laid->clear_sees_private();
  return absl::OkStatus();
}

template <typename R>
absl::Status ResourceLayer::Recheck(const api::Collection<R>& collection, const std::string& key,
                                    const std::string& bytes) {
  if constexpr (std::is_same_v<R, Objective> || std::is_same_v<R, Member>) {
    R laid;
    OKAPI_RETURN_IF_ERROR(storage::ParseTo(bytes, collection.table().family(), laid));
    if constexpr (std::is_same_v<R, Objective>) return LayAudience(laid);
    OKAPI_RETURN_IF_ERROR(Beside(laid.name(), &laid));
    overlay_.Put(collection.table().family(), key, laid.SerializeAsString());
  }
  return absl::OkStatus();
}

}  // namespace okapi::goals
