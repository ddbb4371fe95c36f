#include "services/goals/history/history_import.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/stamps.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/changes/closing.h"
#include "services/goals/history/history_rules.h"
#include "services/goals/history/objective_history.h"
#include "services/goals/numbers/guard_breaches.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/store/combined_points.h"
#include "services/goals/store/combined_values.h"
#include "services/goals/store/organization_rules.h"
#include "services/goals/store/timings.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Comment;
using okapi::goals::v1::ImportObjectiveHistoryRequest;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::InitiativeHistory;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultHistory;
using okapi::goals::v1::KpiReading;
using okapi::goals::v1::Objective;
using okapi::goals::v1::ObjectiveHistory;
using okapi::storage::v1::KeyResultStateRecord;
using okapi::storage::v1::KpiReadingRecord;

absl::Status CheckFresh(const Objective& objective, const ObjectiveHistory& own) {
  const bool reported = std::any_of(
      own.key_results().begin(), own.key_results().end(),
      [](const KeyResultHistory& it) { return it.check_ins_size() + it.retargets_size() > 0; });
  if (objective.state() == Objective::DRAFT && !reported && own.comments().empty()) {
    return absl::OkStatus();
  }
  return status::Error(
      absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
      absl::StrCat("'", objective.name(), "' has a history of its own"),
      {{"resource", objective.name()}, {"state", Objective::State_Name(objective.state())}});
}

HistoryOwner OwnerOf(const Objective& objective, const ObjectiveHistory& own,
                     const absl::TimeZone& zone) {
  HistoryOwner owner;
  owner.zone = zone;
  owner.objective = objective.name();
  for (const auto& it : own.key_results()) owner.key_results.insert(it.key_result());
  for (const auto& it : own.initiatives()) owner.initiatives.insert(it.initiative());
  return owner;
}

// What is closed has nothing in it that goes on.
absl::Status CheckCycle(const GoalsStore& store, const storage::Reader& reader,
                        const Objective& objective, const ObjectiveHistory& history) {
  if (history.state() != Objective::ACTIVE) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const bool closed, IsClosedCycle(store, reader, objective.cycle()));
  if (!closed) return absl::OkStatus();
  return status::InvalidField("history.state", absl::StrCat("cannot be ACTIVE: the cycle '",
                                                            objective.cycle(), "' is closed"));
}

template <typename Told, typename R>
void TakeTimes(const Told& told, R& resource) {
  if (told.has_create_time()) *resource.mutable_create_time() = told.create_time();
  if (told.has_update_time()) *resource.mutable_update_time() = told.update_time();
}

absl::Status ImportObjective(const GoalsStore& store, journal::Transaction& transaction,
                             Objective objective, const ObjectiveHistory& history) {
  objective.set_state(history.state() == Objective::STATE_UNSPECIFIED ? Objective::DRAFT
                                                                      : history.state());
  objective.set_copied_from(history.copied_from());
  if (history.has_grade()) *objective.mutable_grade() = history.grade();
  // What another product gives is a score.
  if (history.has_grade() && history.grade().band() == okapi::common::v1::GRADE_BAND_UNSPECIFIED) {
    Judge(objective, *objective.mutable_grade());
  }
  TakeTimes(history, objective);
  return store.objectives.Import(transaction, std::move(objective));
}

void TakeReading(const KpiReading& told, const okapi::goals::v1::KpiSource& source,
                 KpiReadingRecord& record) {
  record.Clear();
  record.set_source_hash(SourceHash(source));
  if (told.has_value()) {
    record.set_value(told.value());
    *record.mutable_value_time() = told.value_time();
  }
  if (!told.has_stale_since()) return;
  *record.mutable_stale_since() = told.stale_since();
  record.set_problem(told.problem());
}

// What is known about the key result: what its reports make of it, and what its KPIs said last.
void TakeState(const KeyResult& key_result, const KeyResultHistory& history,
               KeyResultStateRecord& state) {
  state.set_raw_while_guard_broken(history.progress_while_guard_broken());
  state.clear_guard_breaches();
  for (const auto& breach : history.guard_breaches()) {
    *state.add_guard_breaches() = KeptBreach(breach);
  }
  if (!history.check_ins().empty()) {
    TakeAllCheckIns({history.check_ins().begin(), history.check_ins().end()}, state);
    *state.mutable_check_in_time() = history.check_ins().rbegin()->create_time();
  }
  if (history.has_kpi()) TakeReading(history.kpi(), key_result.kpi_source(), *state.mutable_kpi());
  if (history.has_guard()) {
    TakeReading(history.guard(), key_result.guard().kpi_source(), *state.mutable_guard());
  }
}

// Only what has a KPI has heard of one.
absl::Status CheckReadings(int index, const KeyResult& key_result,
                           const KeyResultHistory& history) {
  const std::string at = absl::StrCat("history.key_results[", index, "]");
  status::FieldViolations violations;
  if (history.has_kpi() && !key_result.has_kpi_source()) {
    violations.Add(at + ".kpi", "is of key results with a kpi_source");
  }
  if (history.has_guard() && !key_result.has_guard()) {
    violations.Add(at + ".guard", "is of key results with a guard");
  }
  return violations.ToStatus();
}

// When the first of the values was measured that it is told; InfiniteFuture if it is told none.
absl::Time FirstValueTimeOf(const KeyResultHistory& history) {
  absl::Time first = absl::InfiniteFuture();
  const auto look = [&first](const auto& told) {
    if (told.has_value_time()) first = std::min(first, api::FromTimestamp(told.value_time()));
  };
  for (const CheckIn& check_in : history.check_ins()) look(check_in);
  for (const auto& point : history.kpi_points()) look(point);
  look(history.kpi());
  return first;
}

// What is over and made of others keeps what it came to by then, whatever its parts come to here
// before or afterwards. What goes on has the days that its parts tell of, and of the others what it
// is told itself: so it does not matter which of them is imported first.
absl::Status ImportPoints(const GoalsStore& store, journal::Transaction& transaction,
                          const KeyResult& key_result, const KeyResultHistory& history, bool graded,
                          Moves& moved) {
  const journal::Transaction::Unveiled whole(transaction);
  const std::string& name = key_result.name();
  OKAPI_ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(store, transaction, name));
  const absl::Time since = FirstValueTimeOf(history);
  AddMove(name, since, moved);
  if (!key_result.has_key_result_source()) {
    return PutPoints(transaction, name, history.kpi_points(), zone).status();
  }
  if (graded) {
    OKAPI_ASSIGN_OR_RETURN(const auto forgotten, PointsOf(transaction, name));
    if (!forgotten.empty()) {
      AddMove(name, api::FromTimestamp(forgotten.front().value_time()), moved);
    }
    OKAPI_RETURN_IF_ERROR(ForgetPoints(transaction, name));
    return PutPoints(transaction, name, history.kpi_points(), zone).status();
  }
  if (history.kpi_points().empty()) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(PutTold(transaction, name, history.kpi_points(), zone));
  OKAPI_ASSIGN_OR_RETURN(const KeyResultStateRecord state, store.StateOf(transaction, name));
  CombinedPoints points(store, transaction, MoveOrigin::kElsewhere);
  return points.Keep(key_result, state.combined(), since).status();
}

absl::Status ImportKeyResult(const GoalsStore& store, journal::Transaction& transaction,
                             const ObjectiveHistory& objective, int index, Moves& moved) {
  const KeyResultHistory& history = objective.key_results(index);
  OKAPI_ASSIGN_OR_RETURN(const auto found,
                         store.key_results.FindStored(transaction, history.key_result()));
  if (!found.has_value()) return status::NotFound(history.key_result());
  OKAPI_RETURN_IF_ERROR(CheckReadings(index, *found, history));
  const bool graded = std::any_of(
      objective.grade().key_results().begin(), objective.grade().key_results().end(),
      [&history](const auto& grade) { return grade.key_result() == history.key_result(); });
  KeyResult key_result = *found;
  *key_result.mutable_retargets() = history.retargets();
  TakeTimes(history, key_result);
  OKAPI_RETURN_IF_ERROR(store.key_results.Import(transaction, std::move(key_result)));
  for (const CheckIn& check_in : history.check_ins()) {
    OKAPI_RETURN_IF_ERROR(store.check_ins.Import(transaction, check_in));
  }
  auto take = [&history](const Objective&, const KeyResult& stored, KeyResultStateRecord& state) {
    TakeState(stored, history, state);
  };
  OKAPI_RETURN_IF_ERROR(
      store.ChangeState(transaction, history.key_result(), take, moved, MoveOrigin::kElsewhere));
  return ImportPoints(store, transaction, *found, history, graded, moved);
}

absl::Status ImportInitiative(const GoalsStore& store, journal::Transaction& transaction,
                              const InitiativeHistory& history) {
  OKAPI_ASSIGN_OR_RETURN(const auto found,
                         store.initiatives.FindStored(transaction, history.initiative()));
  if (!found.has_value()) return status::NotFound(history.initiative());
  Initiative initiative = *found;
  TakeTimes(history, initiative);
  return store.initiatives.Import(transaction, std::move(initiative));
}

absl::Status ImportComment(const GoalsStore& store, journal::Transaction& transaction,
                           const std::string& objective, Comment comment) {
  if (comment.subject().empty()) comment.set_subject(objective);
  return store.comments.Import(transaction, std::move(comment));
}

}  // namespace

absl::StatusOr<Objective> ImportHistory(const GoalsStore& store, journal::Transaction& transaction,
                                        const ImportObjectiveHistoryRequest& request) {
  const ObjectiveHistory& history = request.history();
  OKAPI_ASSIGN_OR_RETURN(const auto objective,
                         store.objectives.FindStored(transaction, request.name()));
  if (!objective.has_value()) return status::NotFound(request.name());
  OKAPI_RETURN_IF_ERROR(api::CheckEtag(*objective, request.etag()));
  OKAPI_ASSIGN_OR_RETURN(const ObjectiveHistory own, HistoryOf(store, transaction, request.name()));
  OKAPI_RETURN_IF_ERROR(CheckFresh(*objective, own));
  OKAPI_ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(store, transaction, request.name()));
  OKAPI_RETURN_IF_ERROR(CheckHistory(history, OwnerOf(*objective, own, zone), transaction.time()));
  OKAPI_RETURN_IF_ERROR(CheckCycle(store, transaction, *objective, history));
  OKAPI_RETURN_IF_ERROR(ImportObjective(store, transaction, *objective, history));
  Moves moved;
  for (int i = 0; i < history.key_results_size(); ++i) {
    OKAPI_RETURN_IF_ERROR(ImportKeyResult(store, transaction, history, i, moved));
  }
  for (const auto& graded : history.grade().key_results()) {
    // It counts in its history too.
    AddMove(graded.key_result(),
            graded.has_value() ? api::FromTimestamp(graded.value_time()) : absl::InfiniteFuture(),
            moved);
  }
  OKAPI_RETURN_IF_ERROR(CombineAnew(store, transaction, std::move(moved), MoveOrigin::kElsewhere));
  for (const auto& it : history.initiatives()) {
    OKAPI_RETURN_IF_ERROR(ImportInitiative(store, transaction, it));
  }
  for (const auto& it : history.comments()) {
    OKAPI_RETURN_IF_ERROR(ImportComment(store, transaction, request.name(), it));
  }
  return store.objectives.Get(transaction, request.name());
}

}  // namespace okapi::goals
