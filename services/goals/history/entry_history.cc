#include "services/goals/history/entry_history.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/goals/store/change_rules.h"
#include "services/goals/store/organization_rules.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Cycle;
using okapi::goals::v1::CycleHistory;
using okapi::goals::v1::ImportCycleHistoryRequest;
using okapi::goals::v1::ImportOrganizationHistoryRequest;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Organization;

constexpr char kState[] = "history.state";

// Nothing goes on in what is over, whoever sees it: so no objective is named.
absl::Status CheckOver(const GoalsStore& store, const storage::Reader& reader, const Cycle& cycle) {
  const std::string organization = ParentOf(cycle.name());
  bool active = false;
  OKAPI_RETURN_IF_ERROR(
      store.objectives.ForEach(reader.whole(), organization, [&](const Objective& objective) {
        active = objective.cycle() == cycle.name() && objective.state() == Objective::ACTIVE;
        return !active;
      }));
  if (active) return status::InvalidField(kState, "cannot be CLOSED: an objective in it is ACTIVE");
  std::string open;
  OKAPI_RETURN_IF_ERROR(store.cycles.ForEach(reader, organization, [&](const Cycle& other) {
    const bool within = other.parent_cycle() == cycle.name();
    if (within && other.state() != Cycle::CLOSED) open = other.name();
    return open.empty();
  }));
  if (open.empty()) return absl::OkStatus();
  return status::InvalidField(kState, absl::StrCat("cannot be CLOSED: '", open, "' in it is not"));
}

absl::Status CheckState(const GoalsStore& store, const storage::Reader& reader, const Cycle& cycle,
                        Cycle::State told) {
  if (told == cycle.state()) return absl::OkStatus();
  if (cycle.state() != Cycle::PLANNED) {
    return api::HasItsOwnHistory(cycle.name(), Cycle::State_Name(cycle.state()));
  }
  if (told == Cycle::CLOSED) return CheckOver(store, reader, cycle);
  if (cycle.parent_cycle().empty()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const bool over, IsClosedCycle(store, reader, cycle.parent_cycle()));
  if (!over) return absl::OkStatus();
  return status::InvalidField(kState,
                              absl::StrCat("'", cycle.parent_cycle(), "' around it is CLOSED"));
}

}  // namespace

absl::StatusOr<Organization> ImportOrganizationHistory(
    const GoalsStore& store, journal::Transaction& transaction,
    const ImportOrganizationHistoryRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const auto found,
                         store.organizations.FindStored(transaction, request.name()));
  if (!found.has_value()) return status::NotFound(request.name());
  Organization organization = *found;
  status::FieldViolations violations;
  CheckChangeRules(request.change_rules(), "change_rules", violations);
  OKAPI_RETURN_IF_ERROR(
      api::TakeEntryHistory(request, transaction.time(), organization, std::move(violations)));
  if (!request.change_rules().empty()) {
    auto& rules = *organization.mutable_policy()->mutable_change_rules();
    if (!rules.empty()) return api::HasItsOwnHistory(request.name(), "CHANGED");
    rules = request.change_rules();
  }
  OKAPI_RETURN_IF_ERROR(store.organizations.Import(transaction, std::move(organization)));
  return store.organizations.Get(transaction, request.name());
}

absl::StatusOr<CycleHistory> CycleHistoryOf(const GoalsStore& store, const storage::Reader& reader,
                                            const std::string& name) {
  OKAPI_ASSIGN_OR_RETURN(const auto cycle, store.cycles.FindStored(reader, name));
  if (!cycle.has_value()) return status::NotFound(name);
  CycleHistory history;
  history.set_state(cycle->state());
  api::TellTimes(*cycle, history);
  return history;
}

absl::StatusOr<Cycle> ImportCycleHistory(const GoalsStore& store, journal::Transaction& transaction,
                                         const ImportCycleHistoryRequest& request) {
  const CycleHistory& history = request.history();
  OKAPI_ASSIGN_OR_RETURN(const auto found, store.cycles.FindStored(transaction, request.name()));
  if (!found.has_value()) return status::NotFound(request.name());
  Cycle cycle = *found;
  OKAPI_RETURN_IF_ERROR(api::CheckEtag(cycle, request.etag()));
  status::FieldViolations violations;
  api::CheckToldTimes(history, "history", transaction.time(), violations);
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  const Cycle::State state =
      history.state() == Cycle::STATE_UNSPECIFIED ? Cycle::PLANNED : history.state();
  OKAPI_RETURN_IF_ERROR(CheckState(store, transaction, cycle, state));
  if (state == cycle.state() && !api::IsNews(history, cycle)) {
    return api::HasItsOwnHistory(request.name(), Cycle::State_Name(cycle.state()));
  }
  cycle.set_state(state);
  api::TakeToldTimes(history, cycle);
  OKAPI_RETURN_IF_ERROR(store.cycles.Import(transaction, std::move(cycle)));
  return store.cycles.Get(transaction, request.name());
}

}  // namespace okapi::goals
