#include "services/goals/store/goals_store.h"

#include <algorithm>
#include <utility>

#include "common/api/resource_key.h"
#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/table.h"
#include "services/goals/numbers/assessment.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/numbers/error_budget.h"
#include "services/goals/numbers/guard_breaches.h"
#include "services/goals/numbers/key_result_state.h"
#include "services/goals/store/alignment_index.h"
#include "services/goals/store/check_in_rules.h"
#include "services/goals/store/combined_values.h"
#include "services/goals/store/error_budgets.h"
#include "services/goals/store/hidden_names.h"
#include "services/goals/store/key_result_rules.h"
#include "services/goals/store/key_result_uses.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/objective_rules.h"
#include "services/goals/store/organization_rules.h"
#include "services/goals/store/private_objectives.h"
#include "services/goals/store/references.h"
#include "services/goals/store/retargeting.h"
#include "services/goals/store/rollup.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Comment;
using okapi::goals::v1::Cycle;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Member;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Organization;
using okapi::goals::v1::Team;
using okapi::storage::v1::KeyResultStateRecord;

// The ids of a resource's name -> the resource. Names are on disk for ever.
constexpr storage::Family kOrganizations{"organizations"};
constexpr storage::Family kTeams{"teams"};
constexpr storage::Family kMembers{"members"};
constexpr storage::Family kCycles{"cycles"};
constexpr storage::Family kObjectives{"objectives"};
constexpr storage::Family kKeyResults{"key_results"};
constexpr storage::Family kInitiatives{"initiatives"};
constexpr storage::Family kCheckIns{"check_ins"};
constexpr storage::Family kComments{"comments"};

constexpr storage::Table<api::ResourceKey, KeyResultStateRecord> kStates(kKeyResultStates);

absl::StatusOr<api::ResourceKey> StateKey(absl::string_view key_result) {
  OKAPI_ASSIGN_OR_RETURN(auto ids, api::PatternOf<KeyResult>().Match(key_result));
  return api::ResourceKey{std::move(ids)};
}

void ForgetState(journal::Transaction& transaction, const KeyResult& key_result) {
  const auto key = StateKey(key_result.name());
  if (!key.ok()) return;
  kStates.Delete(transaction, *key);
  // What cannot be deleted stays behind, and nobody reads it.
  ForgetPoints(transaction, key_result.name()).IgnoreError();
}

// What another source said is no history of this one.
absl::Status ForgetOtherSource(journal::Transaction& transaction, const KeyResult* before,
                               const KeyResult& after) {
  if (before == nullptr || !IsDriven(*before) || SourceHash(*before) == SourceHash(after)) {
    return absl::OkStatus();
  }
  return ForgetPoints(transaction, after.name());
}

// Another KPI or other bounds may be broken where the former were not.
absl::Status KeepNewGuard(const GoalsStore& store, journal::Transaction& transaction,
                          const KeyResult* before, const KeyResult& after) {
  if (before == nullptr || api::StableBytes(before->guard()) == api::StableBytes(after.guard())) {
    return absl::OkStatus();
  }
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey key, StateKey(after.name()));
  OKAPI_ASSIGN_OR_RETURN(KeyResultStateRecord state, store.StateOf(transaction, after.name()));
  KeyResult shown = after;
  ShowState(state, shown);
  if (FollowNewGuard(shown, transaction.time(), state)) kStates.Put(transaction, key, state);
  return absl::OkStatus();
}

// What was known when the objective was closed goes before what is known now.
void ShowGrade(const Objective& objective, KeyResult& key_result) {
  const auto* frozen = FindGraded(objective, key_result.name());
  if (frozen == nullptr) return;
  key_result.clear_kpi_link();
  key_result.clear_current_value();
  key_result.clear_current_value_time();
  if (frozen->has_value()) key_result.set_current_value(frozen->value());
  if (frozen->has_value_time()) *key_result.mutable_current_value_time() = frozen->value_time();
  *key_result.mutable_progress() = frozen->progress();
  if (frozen->has_confidence()) key_result.set_confidence(frozen->confidence());
  if (key_result.has_guard()) {
    key_result.mutable_guard()->set_progress_while_broken(frozen->progress_while_guard_broken());
  }
  if (key_result.has_key_result_source()) {
    // Grades do not keep them.
    key_result.mutable_key_result_source()->clear_missing();
    key_result.mutable_key_result_source()->clear_stale();
  }
}

bool SameValue(const KeyResult& a, const KeyResult& b) {
  return a.has_current_value() == b.has_current_value() && a.current_value() == b.current_value() &&
         api::FromTimestamp(a.current_value_time()) == api::FromTimestamp(b.current_value_time());
}

bool SameAge(const KeyResult& a, const KeyResult& b) {
  return a.kpi_link().stale() == b.kpi_link().stale() &&
         api::FromTimestamp(a.kpi_link().stale_since()) ==
             api::FromTimestamp(b.kpi_link().stale_since());
}

// Of what two versions of a key result say otherwise to what is made of it.
void AddMoveOf(const KeyResult& before, const KeyResult& after, Moves& moved) {
  if (!SameValue(before, after)) {
    const KeyResult& valued = after.has_current_value() ? after : before;
    AddMove(after.name(), api::FromTimestamp(valued.current_value_time()), moved);
  } else if (!SameAge(before, after)) {
    AddMove(after.name(), absl::InfiniteFuture(), moved);
  }
}

// Fills in what is computed when read.
void Show(const Objective& objective, const Timing& timing, const KeyResultStateRecord& state,
          KeyResult& it) {
  ShowState(state, it);
  *it.mutable_progress() = KeyResultProgress(it, timing);
  if (it.has_assessment()) ShowExpiry(timing, *it.mutable_assessment());
  ShowGrade(objective, it);
  if (it.retargets().empty()) return;
  // What is graded before its time is over too.
  Timing judged = timing;
  judged.ended = judged.ended || objective.has_grade();
  *it.mutable_first_promise() = FirstPromise(it, state, judged);
}

absl::Status RecordKeyResult(journal::Transaction& transaction, const KeyResult& before,
                             const KeyResult& after) {
  auto& recorded = transaction.RecordChange(after.name(), &before, &after);
  OKAPI_ASSIGN_OR_RETURN(auto audience,
                         FindAudience(transaction.whole(), ObjectiveKeyOf(after.name())));
  if (audience.has_value()) *recorded.mutable_audience() = *std::move(audience);
  return absl::OkStatus();
}

// Options whose check is a rule over the store.
template <typename R, typename Check>
typename api::Collection<R>::Options Ruled(const storage::Family& family, const GoalsStore& store,
                                           Check check) {
  typename api::Collection<R>::Options options;
  options.family = family;
  options.check = [&store, check](const storage::Reader& reader, const R* before, R& after) {
    return check(store, reader, before, after);
  };
  return options;
}

template <typename R, typename Check>
typename api::Collection<R>::Options Guarded(typename api::Collection<R>::Options options,
                                             const GoalsStore& store, Check check) {
  options.check_delete = [&store, check](const storage::Reader& reader, const R& resource) {
    return check(store, reader, resource);
  };
  return options;
}

// Seen by whoever sees the objective that it belongs to.
template <typename R>
typename api::Collection<R>::Options SeenWithObjective(
    typename api::Collection<R>::Options options) {
  options.audience = [](const storage::Reader& reader, const R* before, const R* after) {
    return FindAudience(reader.whole(),
                        ObjectiveKeyOf(before != nullptr ? before->name() : after->name()));
  };
  return options;
}

template <typename R, typename Complete>
typename api::Collection<R>::Options Completed(typename api::Collection<R>::Options options,
                                               Complete complete) {
  options.complete = std::move(complete);
  return options;
}

template <typename R>
typename api::Collection<R>::Options WithChildren(typename api::Collection<R>::Options options,
                                                  std::vector<const api::ResourceTable*> children) {
  options.children = std::move(children);
  return options;
}

api::Collection<KeyResult>::Options KeyResultOptions(const GoalsStore& store) {
  auto options = SeenWithObjective<KeyResult>(Guarded<KeyResult>(
      Ruled<KeyResult>(kKeyResults, store, CheckKeyResult), store, CheckKeyResultUnused));
  options.on_store = [&store](journal::Transaction& transaction, const KeyResult* before,
                              const KeyResult& after) {
    OKAPI_RETURN_IF_ERROR(ForgetOtherSource(transaction, before, after));
    OKAPI_RETURN_IF_ERROR(KeepNewGuard(store, transaction, before, after));
    IndexParts(transaction, before, &after);
    return CombineAfter(store, transaction, before, after);
  };
  options.on_delete = [](journal::Transaction& transaction, const KeyResult& gone) {
    IndexParts(transaction, &gone, nullptr);
    ForgetState(transaction, gone);
  };
  return options;
}

api::Collection<Objective>::Options ObjectiveOptions(const GoalsStore& store) {
  auto options = Guarded<Objective>(Ruled<Objective>(kObjectives, store, CheckObjective), store,
                                    CheckObjectiveUnused);
  options.on_store = [&store](journal::Transaction& transaction, const Objective* before,
                              const Objective& after) {
    IndexAlignments(transaction, before, &after);
    KeepAudience(transaction, after);
    return CombineAfter(store, transaction, before, after);
  };
  options.on_delete = [](journal::Transaction& transaction, const Objective& gone) {
    IndexAlignments(transaction, &gone, nullptr);
  };
  options.make_discreet = HidePrivateNames;
  options.audience = [](const storage::Reader&, const Objective* before, const Objective* after) {
    return AudienceOfChange(before, after);
  };
  return options;
}

absl::Status CheckAnyOrganization(const GoalsStore&, const storage::Reader&, const Organization*,
                                  const Organization& after) {
  return CheckOrganization(after);
}

api::Collection<Organization>::Options OrganizationOptions(const GoalsStore& store) {
  auto options = Ruled<Organization>(kOrganizations, store, CheckAnyOrganization);
  options.on_delete = ForgetAudiences;
  return options;
}

}  // namespace

void GoalsStore::NoteQuestions(journal::Transaction& transaction) const {
  transaction.OnKept([this, revision = transaction.revision()] { questions_revision_ = revision; });
}

template <typename R>
typename api::Collection<R>::Options GoalsStore::Noted(
    typename api::Collection<R>::Options options) const {
  options.on_store = [this, kept = std::move(options.on_store)](journal::Transaction& transaction,
                                                                const R* before, const R& after) {
    NoteQuestions(transaction);
    return kept ? kept(transaction, before, after) : absl::OkStatus();
  };
  options.on_delete = [this, kept = std::move(options.on_delete)](journal::Transaction& transaction,
                                                                  const R& gone) {
    NoteQuestions(transaction);
    if (kept) kept(transaction, gone);
  };
  return options;
}

GoalsStore::GoalsStore(const base::Clock& clock, base::IdGenerator& ids)
    : clock_(clock),
      check_ins(SeenWithObjective<CheckIn>(
                    Ruled<CheckIn>(kCheckIns, *this,
                                   [&clock](const GoalsStore& store, const storage::Reader& reader,
                                            const CheckIn* before, CheckIn& after) {
                                     return CheckCheckIn(store, reader, clock.Now(), before, after);
                                   })),
                ids),
      comments(SeenWithObjective<Comment>(Guarded<Comment>(
                   Ruled<Comment>(kComments, *this, CheckComment), *this, CheckCommentUnused)),
               ids),
      key_results(WithChildren<KeyResult>(
                      Completed<KeyResult>(Noted<KeyResult>(KeyResultOptions(*this)),
                                           [this](const storage::Reader& reader, KeyResult& it) {
                                             Timings timings(*this, reader, Now(reader));
                                             return CompleteKeyResult(reader, timings, it);
                                           }),
                      {&check_ins.table()}),
                  ids),
      initiatives(
          SeenWithObjective<Initiative>(Ruled<Initiative>(kInitiatives, *this, CheckInitiative)),
          ids),
      objectives(WithChildren<Objective>(
                     Completed<Objective>(Noted<Objective>(ObjectiveOptions(*this)),
                                          [this](const storage::Reader& reader, Objective& it) {
                                            Rollups rollups(*this, reader, Now(reader));
                                            return CompleteObjective(reader, rollups, it);
                                          }),
                     {&comments.table(), &key_results.table(), &initiatives.table()}),
                 ids),
      cycles(Noted<Cycle>(
                 Guarded<Cycle>(Ruled<Cycle>(kCycles, *this, CheckCycle), *this, CheckCycleUnused)),
             ids),
      members(
          Guarded<Member>(Ruled<Member>(kMembers, *this, CheckMember), *this, CheckMemberUnused),
          ids),
      teams(Guarded<Team>(Ruled<Team>(kTeams, *this, CheckTeam), *this, CheckTeamUnused), ids),
      // Objectives first: while they are told of their end, their cycles are still there.
      organizations(WithChildren<Organization>(
                        Noted<Organization>(OrganizationOptions(*this)),
                        {&objectives.table(), &cycles.table(), &members.table(), &teams.table()}),
                    ids) {}

std::vector<storage::Family> GoalsStore::Families() {
  std::vector<storage::Family> all = {kOrganizations, kTeams, kMembers, kCycles,
                                      kPrivateObjectives};
  for (const storage::Family& family : FamiliesOfObjectives()) all.push_back(family);
  return all;
}

std::vector<storage::Family> GoalsStore::FamiliesOfObjectives() {
  return {kObjectives, kKeyResults,      kInitiatives,     kCheckIns,     kComments,
          kAlignments, kKeyResultPoints, kKeyResultStates, kKeyResultUses};
}

absl::StatusOr<calendar::Calendar> GoalsStore::CalendarOf(const storage::Reader& reader,
                                                          absl::string_view organization) const {
  OKAPI_ASSIGN_OR_RETURN(const auto found, organizations.FindStored(reader, organization));
  if (!found.has_value()) return status::NotFound(organization);
  return calendar::Calendar::Create(found->calendar());
}

absl::StatusOr<CycleDays> GoalsStore::DaysOf(const storage::Reader& reader,
                                             const Objective& objective) const {
  OKAPI_ASSIGN_OR_RETURN(const auto cycle, cycles.FindStored(reader, objective.cycle()));
  if (!cycle.has_value()) return status::NotFound(objective.cycle());
  OKAPI_ASSIGN_OR_RETURN(auto calendar, CalendarOf(reader, api::OrganizationOf(objective.name())));
  return CycleDays{*cycle, std::move(calendar)};
}

absl::StatusOr<okapi::goals::v1::GoalPolicy> GoalsStore::PolicyOf(
    const storage::Reader& reader, absl::string_view organization) const {
  OKAPI_ASSIGN_OR_RETURN(const auto found, organizations.FindStored(reader, organization));
  return found.has_value() ? found->policy() : okapi::goals::v1::GoalPolicy();
}

absl::StatusOr<Timing> GoalsStore::TimingOf(const storage::Reader& reader,
                                            const Objective& objective, absl::Time now) const {
  OKAPI_ASSIGN_OR_RETURN(const auto cycle, cycles.FindStored(reader, objective.cycle()));
  if (!cycle.has_value()) return status::NotFound(objective.cycle());
  const std::string organization = api::OrganizationOf(objective.name());
  OKAPI_ASSIGN_OR_RETURN(const auto found, organizations.FindStored(reader, organization));
  if (!found.has_value()) return status::NotFound(organization);
  OKAPI_ASSIGN_OR_RETURN(const auto calendar, calendar::Calendar::Create(found->calendar()));
  return goals::TimingOf(objective.state(), goals::SpanOf(*cycle, calendar), now, found->policy(),
                         calendar);
}

absl::StatusOr<std::vector<Objective>> GoalsStore::AlignedTo(const storage::Reader& reader,
                                                             absl::string_view objective) const {
  OKAPI_ASSIGN_OR_RETURN(const auto names, NamesAlignedTo(reader, objective));
  std::vector<Objective> found;
  for (const std::string& name : names) {
    OKAPI_ASSIGN_OR_RETURN(const auto child, objectives.FindStored(reader, name));
    if (child.has_value()) found.push_back(*child);
  }
  return found;
}

absl::StatusOr<KeyResultStateRecord> GoalsStore::StateOf(const storage::Reader& reader,
                                                         const std::string& name) const {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey key, StateKey(name));
  OKAPI_ASSIGN_OR_RETURN(const auto state, kStates.Find(reader, key));
  return state.or_default();
}

absl::Status GoalsStore::CompleteKeyResult(const storage::Reader& reader, Timings& timings,
                                           KeyResult& it) const {
  OKAPI_ASSIGN_OR_RETURN(const TimedObjective* parent, timings.OfParent(it.name()));
  OKAPI_ASSIGN_OR_RETURN(const auto state, StateOf(reader, it.name()));
  Show(*parent->objective, parent->timing, state, it);
  return ShowErrorBudget(*this, reader, *parent->objective, parent->timing, it);
}

absl::StatusOr<std::vector<KeyResult>> GoalsStore::KeyResultsOf(const storage::Reader& reader,
                                                                const std::string& objective,
                                                                const Timing& timing) const {
  std::vector<KeyResult> found;
  absl::Status failure;
  auto add = [&](const KeyResult& stored) {
    auto state = StateOf(reader, stored.name());
    failure = state.status();
    if (!failure.ok()) return false;
    found.push_back(stored);
    ShowState(*state, found.back());
    *found.back().mutable_progress() = KeyResultProgress(found.back(), timing);
    if (stored.has_assessment()) ShowExpiry(timing, *found.back().mutable_assessment());
    return true;
  };
  OKAPI_RETURN_IF_ERROR(key_results.ForEach(reader, objective, add));
  OKAPI_RETURN_IF_ERROR(failure);
  return found;
}

absl::Status GoalsStore::CompleteObjective(const storage::Reader& reader, Rollups& rollups,
                                           Objective& it) const {
  OKAPI_ASSIGN_OR_RETURN(*it.mutable_progress(), rollups.ProgressOf(it));
  if (it.has_assessment()) {
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, rollups.TimingOf(it));
    ShowExpiry(timing, *it.mutable_assessment());
  }
  return HideNames(*this, reader, it);
}

absl::StatusOr<KeyResult> GoalsStore::WithValue(const storage::Reader& reader,
                                                const std::string& name) const {
  OKAPI_ASSIGN_OR_RETURN(const auto stored, key_results.FindStored(reader, name));
  if (!stored.has_value()) return status::NotFound(name);
  const std::string parent = ParentOf(name);
  OKAPI_ASSIGN_OR_RETURN(const auto objective, objectives.FindStored(reader, parent));
  if (!objective.has_value()) return status::NotFound(parent);
  OKAPI_ASSIGN_OR_RETURN(const auto state, StateOf(reader, name));
  KeyResult it = *stored;
  ShowState(state, it);
  ShowGrade(*objective, it);
  return it;
}

absl::Status GoalsStore::KeepCombined(
    journal::Transaction& transaction, const std::string& key_result,
    const okapi::storage::v1::CombinedValueRecord& combined) const {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey key, StateKey(key_result));
  OKAPI_ASSIGN_OR_RETURN(KeyResultStateRecord state, StateOf(transaction, key_result));
  *state.mutable_combined() = combined;
  kStates.Put(transaction, key, state);
  return absl::OkStatus();
}

absl::Status GoalsStore::ChangeState(journal::Transaction& transaction,
                                     const std::string& key_result, StateChange change,
                                     Moves& moved, MoveOrigin origin) const {
  OKAPI_ASSIGN_OR_RETURN(const auto stored, key_results.FindStored(transaction, key_result));
  if (!stored.has_value()) return absl::OkStatus();
  // Read once for all that is to know of it: a fast KPI and a busy hour come by here.
  const std::string parent = ParentOf(key_result);
  OKAPI_ASSIGN_OR_RETURN(const auto objective, objectives.FindStored(transaction, parent));
  if (!objective.has_value()) return status::NotFound(parent);
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey key, StateKey(key_result));
  OKAPI_ASSIGN_OR_RETURN(const auto known, kStates.Find(transaction, key));
  const KeyResultStateRecord& old_state = known.or_default();
  KeyResultStateRecord state = old_state;
  change(*objective, *stored, state);
  if (state.SerializeAsString() == old_state.SerializeAsString()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const Timing timing, TimingOf(transaction, *objective));
  KeyResult before = *stored;
  Show(*objective, timing, old_state, before);
  KeyResult after = *stored;
  Show(*objective, timing, state, after);
  if (origin == MoveOrigin::kHere && after.has_guard()) {
    FollowGuard(before, after, state);
    ShowBreaches(state, *after.mutable_guard());
  }
  kStates.Put(transaction, key, state);
  if (state.kpi().has_value() &&
      state.kpi().SerializeAsString() != old_state.kpi().SerializeAsString()) {
    const DatedValue point{api::FromTimestamp(state.kpi().value_time()), state.kpi().value()};
    OKAPI_RETURN_IF_ERROR(
        PutPoint(transaction, key_result, point, timing.span.zone, WatchedRangeOf(*stored))
            .status());
  }
  AddMoveOf(before, after, moved);
  return RecordKeyResult(transaction, before, after);
}

absl::Status GoalsStore::RestatePoints(journal::Transaction& transaction,
                                       const std::string& key_result, const KpiPoints& points,
                                       Moves& moved) const {
  OKAPI_ASSIGN_OR_RETURN(const auto calendar,
                         CalendarOf(transaction, api::OrganizationOf(key_result)));
  OKAPI_ASSIGN_OR_RETURN(const bool changed,
                         PutPoints(transaction, key_result, points, calendar.time_zone()));
  if (!changed) return absl::OkStatus();
  for (const auto& point : points) {
    AddMove(key_result, api::FromTimestamp(point.value_time()), moved);
  }
  return TellOfHistory(transaction, key_result);
}

absl::Status GoalsStore::TellOfHistory(journal::Transaction& transaction,
                                       const std::string& key_result) const {
  OKAPI_ASSIGN_OR_RETURN(const KeyResult same, key_results.Get(transaction, key_result));
  return RecordKeyResult(transaction, same, same);
}

}  // namespace okapi::goals
