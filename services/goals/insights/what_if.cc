#include "services/goals/insights/what_if.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/overlay.h"
#include "services/goals/changes/check_ins.h"
#include "services/goals/changes/moving.h"
#include "services/goals/past/resource_layer.h"
#include "services/goals/store/hidden_names.h"
#include "services/goals/store/references.h"
#include "services/goals/store/retargeting.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::ChangeRecord;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::WhatIfRequest;
using okapi::goals::v1::WhatIfResponse;
using Change = WhatIfRequest::Change;

constexpr int kChangesMax = 100;
// What is made of others follows on the lane, so what anybody may ask for has an end.
constexpr int kMovesMax = 5000;

// Whose resource a change is about.
const std::string& SubjectOf(const Change& change) {
  switch (change.change_case()) {
    case Change::kRetarget:
      return change.retarget().name();
    case Change::kCheckIn:
      return change.check_in().parent();
    case Change::kUpdateObjective:
      return change.update_objective().objective().name();
    case Change::kUpdateKeyResult:
      return change.update_key_result().key_result().name();
    case Change::kDeleteKeyResult:
      return change.delete_key_result().name();
    case Change::kCreateKeyResult:
      return change.create_key_result().parent();
    case Change::CHANGE_NOT_SET:
      break;
  }
  static const auto& none = *new std::string();
  return none;
}

absl::Status Try(const GoalsStore& store, journal::Transaction& transaction, const Change& change,
                 int index) {
  switch (change.change_case()) {
    case Change::kRetarget: {
      const auto& retarget = change.retarget();
      auto turn = [&](KeyResult& it) {
        return Retarget(store, transaction, retarget, transaction.time(), it);
      };
      return store.key_results.Modify(transaction, retarget.name(), retarget.etag(), turn).status();
    }
    case Change::kCheckIn:
      return Report(store, transaction, change.check_in(), absl::StrCat("what-if-", index))
          .status();
    case Change::kUpdateObjective:
      return UpdateObjective(store, transaction, change.update_objective()).status();
    case Change::kUpdateKeyResult:
      return store.key_results
          .Update(transaction, change.update_key_result().key_result(),
                  change.update_key_result().update_mask())
          .status();
    case Change::kDeleteKeyResult:
      return store.key_results.Delete(transaction, change.delete_key_result().name(),
                                      change.delete_key_result().etag(),
                                      change.delete_key_result().force());
    case Change::kCreateKeyResult:
      return store.key_results
          .Create(transaction, change.create_key_result().parent(),
                  change.create_key_result().key_result_id(), "key_result_id",
                  change.create_key_result().key_result())
          .status();
    case Change::CHANGE_NOT_SET:
      break;
  }
  return status::InvalidField("change",
                              "one of retarget, check_in, update_objective, update_key_result, "
                              "delete_key_result and create_key_result is required");
}

// Where a change is in the request: `changes[1].retarget`.
std::string PlaceOf(const Change& change, int index) {
  const std::string place = absl::StrCat("changes[", index, "]");
  const auto* field = Change::descriptor()->FindFieldByNumber(change.change_case());
  return field == nullptr ? place : absl::StrCat(place, ".", field->name());
}

// The error of one of many, with its place in the fields that it names.
absl::Status At(const std::string& place, const absl::Status& status) {
  status::FieldViolations violations;
  const google::rpc::BadRequest bad_request = status::BadRequestOf(status);
  for (const auto& violation : bad_request.field_violations()) {
    violations.Add(absl::StrCat(place, ".", violation.field()), violation.description());
  }
  if (!violations.empty()) return violations.ToStatus();
  absl::Status placed(status.code(), absl::StrCat(place, ": ", status.message()));
  status.ForEachPayload([&placed](absl::string_view url, const absl::Cord& detail) {
    placed.SetPayload(url, detail);
  });
  return placed;
}

// Objectives with what they are for, up to the top, by the links of either side.
class Above {
 public:
  explicit Above(const GoalsStore& store) : store_(store) {}

  // With the links of one side, of which `seen` has what was visited before.
  absl::Status Add(const storage::Reader& whole, const std::string& objective,
                   std::set<std::string>& seen) {
    if (!seen.insert(objective).second) return absl::OkStatus();
    below_[objective];
    OKAPI_ASSIGN_OR_RETURN(const auto found, store_.objectives.FindStored(whole, objective));
    for (const auto& alignment : found.or_default().alignments()) {
      below_[alignment.parent()].insert(objective);
      OKAPI_RETURN_IF_ERROR(Add(whole, alignment.parent(), seen));
    }
    return absl::OkStatus();
  }

  // From below to above, of one level by name.
  std::vector<std::string> InOrder() {
    std::set<std::pair<int, std::string>> sorted;
    for (const auto& [name, below] : below_) sorted.emplace(LevelOf(name), name);
    std::vector<std::string> names;
    for (const auto& [level, name] : sorted) names.push_back(name);
    return names;
  }

 private:
  // The longest way down. The two sides together may have a loop that neither has alone: it is
  // entered once.
  int LevelOf(const std::string& name) {
    const auto [level, is_new] = levels_.try_emplace(name, 0);
    if (!is_new) return level->second;
    int longest = 0;
    for (const std::string& below : below_[name]) longest = std::max(longest, LevelOf(below) + 1);
    return levels_[name] = longest;
  }

  const GoalsStore& store_;
  // What lies directly below each.
  std::map<std::string, std::set<std::string>> below_;
  std::map<std::string, int> levels_;
};

// Before and after, whole and at one time, and the state as the caller sees it.
struct Sides {
  const GoalsStore& store;
  const storage::Reader& seen;
  const storage::OverlaidReader before;
  const storage::OverlaidReader after;
};

template <typename R>
absl::Status AddMove(const Sides& sides, const api::Collection<R>& collection,
                     const std::string& name, WhatIfResponse& response) {
  OKAPI_ASSIGN_OR_RETURN(const bool hidden, IsHidden(sides.store, sides.seen, name));
  if (hidden) return absl::OkStatus();
  WhatIfResponse::Move move;
  move.set_name(name);
  OKAPI_ASSIGN_OR_RETURN(auto before, collection.Find(sides.before, name));
  if (before.has_value()) {
    move.set_display_name(before->display_name());
    *move.mutable_before() = std::move(*before->mutable_progress());
    OKAPI_RETURN_IF_ERROR(HideNames(sides.store, sides.seen, *move.mutable_before()));
  }
  OKAPI_ASSIGN_OR_RETURN(auto after, collection.Find(sides.after, name));
  if (after.has_value()) {
    move.set_display_name(after->display_name());
    *move.mutable_after() = std::move(*after->mutable_progress());
    OKAPI_RETURN_IF_ERROR(HideNames(sides.store, sides.seen, *move.mutable_after()));
  }
  if (move.before().SerializeAsString() != move.after().SerializeAsString()) {
    *response.add_moves() = std::move(move);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ChangeRecord> TryChanges(const GoalsStore& store, journal::Transaction& transaction,
                                        const WhatIfRequest& request) {
  if (request.changes_size() > kChangesMax) {
    return status::InvalidField("changes", absl::StrCat("has more than ", kChangesMax, " entries"));
  }
  for (int i = 0; i < request.changes_size(); ++i) {
    const Change& change = request.changes(i);
    if (change.change_case() != Change::CHANGE_NOT_SET &&
        api::OrganizationOf(SubjectOf(change)) != request.parent()) {
      return status::InvalidField(
          PlaceOf(change, i),
          absl::StrCat("is about another organization than '", request.parent(), "'"));
    }
    const absl::Status tried = Try(store, transaction, change, i);
    if (!tried.ok()) return At(PlaceOf(change, i), tried);
    if (transaction.record().changes_size() > kMovesMax) {
      return status::InvalidField(
          "changes", absl::StrCat("would change more than ", kMovesMax, " resources at once"));
    }
  }
  return transaction.record();
}

absl::StatusOr<WhatIfResponse> MovesOf(const GoalsStore& store, const storage::Reader& reader,
                                       const ChangeRecord& record) {
  auto overlay = std::make_shared<storage::Overlay>();
  ResourceLayer layer(store, reader.whole(), *overlay);
  for (const auto& change : record.changes()) OKAPI_RETURN_IF_ERROR(layer.Redo(change));
  const absl::Time now = store.Now(reader);
  const Sides sides{store,
                    reader,
                    {reader.whole(), std::make_shared<storage::Overlay>(), now},
                    {reader.whole(), std::move(overlay), now}};
  std::set<std::string> key_results;
  Above objectives(store);
  std::set<std::string> seen_before;
  std::set<std::string> seen_after;
  for (const auto& change : record.changes()) {
    std::string objective = change.name();
    if (api::PatternOf<KeyResult>().Matches(change.name())) {
      key_results.insert(change.name());
      objective = ParentOf(change.name());
    } else if (!api::PatternOf<Objective>().Matches(change.name())) {
      continue;
    }
    OKAPI_RETURN_IF_ERROR(objectives.Add(sides.before, objective, seen_before));
    OKAPI_RETURN_IF_ERROR(objectives.Add(sides.after, objective, seen_after));
  }
  WhatIfResponse response;
  for (const std::string& name : key_results) {
    OKAPI_RETURN_IF_ERROR(AddMove(sides, store.key_results, name, response));
  }
  for (const std::string& name : objectives.InOrder()) {
    OKAPI_RETURN_IF_ERROR(AddMove(sides, store.objectives, name, response));
  }
  return response;
}

}  // namespace okapi::goals
