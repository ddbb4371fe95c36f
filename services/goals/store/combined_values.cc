#include "services/goals/store/combined_values.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/store/combined_points.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/key_result_uses.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultSource;
using okapi::goals::v1::KpiSource;
using okapi::goals::v1::Objective;
using okapi::storage::v1::CombinedValueRecord;
using okapi::storage::v1::KeyResultStateRecord;

// Adds what is made of `name`, at any distance, each before its parts. The walk ends: no loops are
// let in.
absl::Status AddUsers(const storage::Reader& reader, const std::string& name,
                      std::set<std::string>& seen, std::vector<std::string>& users_first) {
  OKAPI_ASSIGN_OR_RETURN(const std::vector<std::string> users, UsersOf(reader, name));
  for (const std::string& user : users) {
    if (!seen.insert(user).second) continue;
    OKAPI_RETURN_IF_ERROR(AddUsers(reader, user, seen, users_first));
    users_first.push_back(user);
  }
  return absl::OkStatus();
}

absl::StatusOr<CombinedValueRecord> CombinedOf(const GoalsStore& store,
                                               const storage::Reader& reader,
                                               const KeyResultSource& source) {
  OKAPI_ASSIGN_OR_RETURN(const std::vector<KeyResult> parts, PartsOf(store, reader, source));
  return Combine(source, parts);
}

// Since when what it is made of has another history; nullopt when none of it moved.
std::optional<absl::Time> MovedSince(const KeyResultSource& source, const Moves& moved) {
  std::optional<absl::Time> since;
  for (const std::string& part : source.key_results()) {
    const auto move = moved.find(part);
    if (move != moved.end()) since = std::min(since.value_or(move->second), move->second);
  }
  return since;
}

bool IsTold(const journal::Transaction& transaction, const std::string& name) {
  const auto& changes = transaction.record().changes();
  return std::any_of(changes.begin(), changes.end(),
                     [&name](const auto& change) { return change.name() == name; });
}

absl::Status CombineOne(const GoalsStore& store, journal::Transaction& transaction,
                        const std::string& name, MoveOrigin origin, CombinedPoints& points,
                        Moves& moved) {
  OKAPI_ASSIGN_OR_RETURN(const auto stored, store.key_results.FindStored(transaction, name));
  if (!stored.has_value()) return absl::OkStatus();
  const auto since = MovedSince(stored->key_result_source(), moved);
  if (!since.has_value()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const CombinedValueRecord combined,
                         CombinedOf(store, transaction, stored->key_result_source()));
  bool follows = false;
  auto take = [&](const Objective& objective, const KeyResult&, KeyResultStateRecord& state) {
    follows = FindGraded(objective, name) == nullptr;
    if (follows) *state.mutable_combined() = combined;
  };
  Moves own;
  OKAPI_RETURN_IF_ERROR(store.ChangeState(transaction, name, take, own, origin));
  bool history_moved = false;
  if (follows && *since < absl::InfiniteFuture()) {
    OKAPI_ASSIGN_OR_RETURN(history_moved, points.Keep(*stored, combined, *since));
  }
  if (history_moved || !own.empty()) AddMove(name, *since, moved);
  if (!history_moved || IsTold(transaction, name)) return absl::OkStatus();
  return store.TellOfHistory(transaction, name);
}

// Looks at every key result once, by however many ways it is part of the first.
class StartCounter {
 public:
  StartCounter(const GoalsStore& store, const storage::Reader& reader, std::string cycle)
      : store_(store), reader_(reader), cycle_(std::move(cycle)) {}

  absl::StatusOr<FromStart> Of(const KeyResult& key_result) {
    if (key_result.has_key_result_source()) return OfParts(key_result.key_result_source());
    if (key_result.kpi_source().window() != KpiSource::CYCLE_TO_DATE) return FromStart::kNothing;
    OKAPI_ASSIGN_OR_RETURN(const auto objective,
                           store_.objectives.FindStored(reader_, ParentOf(key_result.name())));
    const bool same_days = objective.has_value() && objective->cycle() == cycle_;
    return same_days ? FromStart::kWholly : FromStart::kPartly;
  }

 private:
  absl::StatusOr<FromStart> OfParts(const KeyResultSource& source) {
    size_t none = 0;
    size_t all = 0;
    for (const std::string& name : source.key_results()) {
      auto known = known_.find(name);
      if (known == known_.end()) {
        OKAPI_ASSIGN_OR_RETURN(const auto part, store_.key_results.FindStored(reader_, name));
        if (!part.has_value()) return status::NotFound(name);
        OKAPI_ASSIGN_OR_RETURN(const FromStart of_part, Of(*part));
        known = known_.emplace(name, of_part).first;
      }
      if (known->second == FromStart::kNothing) ++none;
      if (known->second == FromStart::kWholly) ++all;
    }
    const auto parts = static_cast<size_t>(source.key_results_size());
    if (none == parts) return FromStart::kNothing;
    const bool adds_up = source.combination() != KeyResultSource::MIN &&
                         source.combination() != KeyResultSource::MAX &&
                         source.combination() != KeyResultSource::LATEST;
    return all == parts && adds_up ? FromStart::kWholly : FromStart::kPartly;
  }

  const GoalsStore& store_;
  const storage::Reader& reader_;
  const std::string cycle_;
  std::map<std::string, FromStart> known_;
};

}  // namespace

absl::StatusOr<std::vector<KeyResult>> PartsOf(const GoalsStore& store,
                                               const storage::Reader& reader,
                                               const KeyResultSource& source) {
  std::vector<KeyResult> parts;
  for (const std::string& name : source.key_results()) {
    OKAPI_ASSIGN_OR_RETURN(parts.emplace_back(), store.WithValue(reader.whole(), name));
  }
  return parts;
}

absl::Status CombineAnew(const GoalsStore& store, journal::Transaction& transaction, Moves moved,
                         MoveOrigin origin) {
  const journal::Transaction::Unveiled whole(transaction);
  std::set<std::string> seen;
  std::vector<std::string> users_first;
  for (const auto& [name, since] : moved) {
    OKAPI_RETURN_IF_ERROR(AddUsers(transaction, name, seen, users_first));
  }
  CombinedPoints points(store, transaction, origin);
  for (auto user = users_first.rbegin(); user != users_first.rend(); ++user) {
    OKAPI_RETURN_IF_ERROR(CombineOne(store, transaction, *user, origin, points, moved));
  }
  return absl::OkStatus();
}

absl::Status CombineAfter(const GoalsStore& store, journal::Transaction& transaction,
                          const KeyResult* before, const KeyResult& after) {
  const journal::Transaction::Unveiled whole(transaction);
  const bool new_source = before == nullptr || SourceHash(*before) != SourceHash(after);
  if (new_source && after.has_key_result_source()) {
    OKAPI_ASSIGN_OR_RETURN(const CombinedValueRecord combined,
                           CombinedOf(store, transaction, after.key_result_source()));
    OKAPI_RETURN_IF_ERROR(store.KeepCombined(transaction, after.name(), combined));
    CombinedPoints points(store, transaction, MoveOrigin::kHere);
    OKAPI_RETURN_IF_ERROR(points.Keep(after, combined, absl::InfinitePast()).status());
  }
  if (before == nullptr) return absl::OkStatus();  // Nothing can be made of it yet.
  const absl::Time since = new_source ? absl::InfinitePast() : absl::InfiniteFuture();
  return CombineAnew(store, transaction, {{after.name(), since}}, MoveOrigin::kElsewhere);
}

absl::Status CombineAfter(const GoalsStore& store, journal::Transaction& transaction,
                          const Objective* before, const Objective& after) {
  if (before == nullptr) return absl::OkStatus();
  if (before->grade().SerializeAsString() == after.grade().SerializeAsString()) {
    return absl::OkStatus();
  }
  const journal::Transaction::Unveiled whole(transaction);
  Moves moved;
  // What it is graded with is what it came to; what it came to need not be what it was graded with.
  const absl::Time since = after.has_grade() ? absl::InfiniteFuture() : absl::InfinitePast();
  auto look = [&](const KeyResult& key_result) {
    AddMove(key_result.name(), since, moved);
    if (after.has_grade()) return true;
    // What follows again has what it is made of to catch up with.
    for (const std::string& part : key_result.key_result_source().key_results()) {
      AddMove(part, absl::InfinitePast(), moved);
    }
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.key_results.ForEach(transaction, after.name(), look));
  return CombineAnew(store, transaction, std::move(moved), MoveOrigin::kElsewhere);
}

absl::StatusOr<FromStart> CountedFromStart(const GoalsStore& store, const storage::Reader& reader,
                                           const KeyResult& key_result) {
  const storage::Reader& whole = reader.whole();
  OKAPI_ASSIGN_OR_RETURN(const auto objective,
                         store.objectives.FindStored(whole, ParentOf(key_result.name())));
  if (!objective.has_value()) return status::NotFound(ParentOf(key_result.name()));
  return StartCounter(store, whole, objective->cycle()).Of(key_result);
}

}  // namespace okapi::goals
