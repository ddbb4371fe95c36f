#include "services/goals/goals_store.h"

#include <utility>

#include "common/api/resource_key.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/table.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/goals/key_result_state.h"
#include "services/goals/objective_rules.h"
#include "services/goals/organization_rules.h"
#include "services/goals/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CheckIn;
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
// The ids of a key result's name -> KeyResultStateRecord.
constexpr storage::Family kKeyResultStates{"key_result_states"};

constexpr storage::Table<api::ResourceKey, KeyResultStateRecord> kStates(kKeyResultStates);

absl::StatusOr<api::ResourceKey> StateKey(absl::string_view key_result) {
  OKAPI_ASSIGN_OR_RETURN(auto ids, api::PatternOf<KeyResult>().Match(key_result));
  return api::ResourceKey{std::move(ids)};
}

void ForgetState(journal::Transaction& transaction, const KeyResult& key_result) {
  const auto key = StateKey(key_result.name());
  if (key.ok()) kStates.Delete(transaction, *key);
}

// What was known when the objective was closed goes before what is known now.
void ShowGrade(const okapi::goals::v1::Grade& grade, KeyResult& key_result) {
  for (const auto& frozen : grade.key_results()) {
    if (frozen.key_result() != key_result.name()) continue;
    key_result.clear_kpi_link();
    key_result.clear_current_value();
    key_result.clear_current_value_time();
    if (frozen.has_value()) key_result.set_current_value(frozen.value());
    if (frozen.has_value_time()) *key_result.mutable_current_value_time() = frozen.value_time();
    *key_result.mutable_progress() = frozen.progress();
  }
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
  auto options = Guarded<KeyResult>(Ruled<KeyResult>(kKeyResults, store, CheckKeyResult), store,
                                    CheckKeyResultUnused);
  options.on_delete = ForgetState;
  return options;
}

absl::Status CheckAnyOrganization(const GoalsStore&, const storage::Reader&, const Organization*,
                                  const Organization& after) {
  return CheckOrganization(after);
}

}  // namespace

GoalsStore::GoalsStore(const base::Clock& clock, base::IdGenerator& ids)
    : clock_(clock),
      check_ins(Ruled<CheckIn>(kCheckIns, *this,
                               [&clock](const GoalsStore& store, const storage::Reader& reader,
                                        const CheckIn*, CheckIn& after) {
                                 return CheckCheckIn(store, reader, clock.Now(), after);
                               }),
                ids),
      key_results(WithChildren<KeyResult>(
                      Completed<KeyResult>(KeyResultOptions(*this),
                                           [this](const storage::Reader& reader, KeyResult& it) {
                                             return CompleteKeyResult(reader, it);
                                           }),
                      {&check_ins.table()}),
                  ids),
      initiatives(Ruled<Initiative>(kInitiatives, *this, CheckInitiative), ids),
      objectives(WithChildren<Objective>(
                     Completed<Objective>(Ruled<Objective>(kObjectives, *this, CheckObjective),
                                          [this](const storage::Reader& reader, Objective& it) {
                                            return CompleteObjective(reader, it);
                                          }),
                     {&key_results.table(), &initiatives.table()}),
                 ids),
      cycles(Guarded<Cycle>(Ruled<Cycle>(kCycles, *this, CheckCycle), *this, CheckCycleUnused),
             ids),
      members(
          Guarded<Member>(Ruled<Member>(kMembers, *this, CheckMember), *this, CheckMemberUnused),
          ids),
      teams(Guarded<Team>(Ruled<Team>(kTeams, *this, CheckTeam), *this, CheckTeamUnused), ids),
      // Objectives first: while they are told of their end, their cycles are still there.
      organizations(WithChildren<Organization>(
                        Ruled<Organization>(kOrganizations, *this, CheckAnyOrganization),
                        {&objectives.table(), &cycles.table(), &members.table(), &teams.table()}),
                    ids) {}

std::vector<storage::Family> GoalsStore::Families() {
  return {kOrganizations, kTeams,       kMembers,  kCycles,         kObjectives,
          kKeyResults,    kInitiatives, kCheckIns, kKeyResultStates};
}

absl::StatusOr<calendar::Calendar> GoalsStore::CalendarOf(const storage::Reader& reader,
                                                          absl::string_view organization) const {
  OKAPI_ASSIGN_OR_RETURN(const auto found, organizations.FindStored(reader, organization));
  if (!found.has_value()) return status::NotFound(organization);
  return calendar::Calendar::Create(found->calendar());
}

absl::StatusOr<CycleSpan> GoalsStore::SpanOf(const storage::Reader& reader,
                                             const Objective& objective) const {
  OKAPI_ASSIGN_OR_RETURN(const auto cycle, cycles.FindStored(reader, objective.cycle()));
  if (!cycle.has_value()) return status::NotFound(objective.cycle());
  OKAPI_ASSIGN_OR_RETURN(const auto calendar,
                         CalendarOf(reader, api::OrganizationOf(objective.name())));
  return goals::SpanOf(*cycle, calendar);
}

absl::StatusOr<Timing> GoalsStore::TimingOf(const storage::Reader& reader,
                                            const Objective& objective) const {
  OKAPI_ASSIGN_OR_RETURN(const CycleSpan span, SpanOf(reader, objective));
  return goals::TimingOf(objective.state(), span, clock_.Now());
}

absl::StatusOr<KeyResultStateRecord> GoalsStore::StateOf(const storage::Reader& reader,
                                                         const std::string& name) const {
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey key, StateKey(name));
  OKAPI_ASSIGN_OR_RETURN(auto state, kStates.Find(reader, key));
  return std::move(state).value_or(KeyResultStateRecord());
}

absl::Status GoalsStore::CompleteKeyResult(const storage::Reader& reader, KeyResult& it) const {
  const std::string parent = ParentOf(it.name());
  OKAPI_ASSIGN_OR_RETURN(const auto objective, objectives.FindStored(reader, parent));
  if (!objective.has_value()) return status::NotFound(parent);
  OKAPI_ASSIGN_OR_RETURN(const Timing timing, TimingOf(reader, *objective));
  OKAPI_ASSIGN_OR_RETURN(const auto state, StateOf(reader, it.name()));
  ShowState(state, it);
  *it.mutable_progress() = KeyResultProgress(it, timing);
  ShowGrade(objective->grade(), it);
  return absl::OkStatus();
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
    return true;
  };
  OKAPI_RETURN_IF_ERROR(key_results.ForEach(reader, objective, add));
  OKAPI_RETURN_IF_ERROR(failure);
  return found;
}

absl::Status GoalsStore::CompleteObjective(const storage::Reader& reader, Objective& it) const {
  if (it.has_grade()) {
    *it.mutable_progress() = it.grade().progress();
    return absl::OkStatus();
  }
  OKAPI_ASSIGN_OR_RETURN(const Timing timing, TimingOf(reader, it));
  OKAPI_ASSIGN_OR_RETURN(const std::vector<KeyResult> children,
                         KeyResultsOf(reader, it.name(), timing));
  *it.mutable_progress() = ObjectiveProgress(children, timing);
  return absl::OkStatus();
}

absl::Status GoalsStore::ChangeState(
    journal::Transaction& transaction, const std::string& key_result,
    absl::FunctionRef<void(const KeyResult&, KeyResultStateRecord&)> change) const {
  OKAPI_ASSIGN_OR_RETURN(const auto stored, key_results.FindStored(transaction, key_result));
  if (!stored.has_value()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const api::ResourceKey key, StateKey(key_result));
  OKAPI_ASSIGN_OR_RETURN(const KeyResultStateRecord old_state, StateOf(transaction, key_result));
  KeyResultStateRecord state = old_state;
  change(*stored, state);
  if (google::protobuf::util::MessageDifferencer::Equals(old_state, state)) {
    return absl::OkStatus();
  }
  KeyResult before = *stored;
  OKAPI_RETURN_IF_ERROR(CompleteKeyResult(transaction, before));
  kStates.Put(transaction, key, state);
  KeyResult after = *stored;
  OKAPI_RETURN_IF_ERROR(CompleteKeyResult(transaction, after));
  transaction.RecordChange(key_result, &before, &after);
  return absl::OkStatus();
}

}  // namespace okapi::goals
