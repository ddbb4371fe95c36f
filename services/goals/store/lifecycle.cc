#include "services/goals/store/lifecycle.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/key_result_rules.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Cycle;
using okapi::goals::v1::Objective;

absl::Status InvalidState(const Objective& objective, absl::string_view why) {
  return status::Error(
      absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
      absl::StrCat("'", objective.name(), "' ", why),
      {{"resource", objective.name()}, {"state", Objective::State_Name(objective.state())}});
}

absl::Status CheckLimit(const std::string& who, int count, int max) {
  if (max == 0 || count < max) return absl::OkStatus();
  return status::Error(
      absl::StatusCode::kFailedPrecondition, status::ErrorReason::OBJECTIVE_LIMIT,
      absl::StrCat("'", who, "' has ", count, " active objectives in this cycle, and no more than ",
                   max, " are allowed"),
      {{"resource", who}, {"limit", absl::StrCat(max)}});
}

}  // namespace

absl::Status CheckLimits(const GoalsStore& store, const storage::Reader& reader,
                         const Objective& objective, const okapi::goals::v1::GoalPolicy& policy) {
  if (policy.objectives_per_team_max() == 0 && policy.objectives_per_owner_max() == 0) {
    return absl::OkStatus();
  }
  int of_team = 0;
  int of_owner = 0;
  auto count = [&](const Objective& other) {
    if (other.state() != Objective::ACTIVE || other.cycle() != objective.cycle()) return true;
    if (other.name() == objective.name()) return true;
    if (!objective.team().empty() && other.team() == objective.team()) ++of_team;
    if (!objective.owner().empty() && other.owner() == objective.owner()) ++of_owner;
    return true;
  };
  OKAPI_RETURN_IF_ERROR(
      store.objectives.ForEach(reader.whole(), ParentOf(objective.name()), count));
  OKAPI_RETURN_IF_ERROR(CheckLimit(objective.team(), of_team, policy.objectives_per_team_max()));
  return CheckLimit(objective.owner(), of_owner, policy.objectives_per_owner_max());
}

absl::Status NotInState(const Objective& objective) {
  return InvalidState(objective, absl::StrCat("is ", Objective::State_Name(objective.state())));
}

const okapi::goals::v1::KeyResultGrade* FindGraded(const Objective& objective,
                                                   absl::string_view key_result) {
  for (const auto& graded : objective.grade().key_results()) {
    if (graded.key_result() == key_result) return &graded;
  }
  return nullptr;
}

absl::Status CheckOpen(const Objective& objective) {
  if (objective.state() != Objective::CLOSED && objective.state() != Objective::ARCHIVED) {
    return absl::OkStatus();
  }
  return InvalidState(
      objective,
      absl::StrCat("is ", absl::AsciiStrToLower(Objective::State_Name(objective.state()))));
}

absl::Status Propose(Objective& objective) {
  if (objective.state() == Objective::PROPOSED) return absl::OkStatus();
  if (objective.state() != Objective::DRAFT) return NotInState(objective);
  objective.set_state(Objective::PROPOSED);
  return absl::OkStatus();
}

absl::Status Withdraw(Objective& objective) {
  if (objective.state() == Objective::DRAFT) return absl::OkStatus();
  if (objective.state() != Objective::PROPOSED) return NotInState(objective);
  objective.set_state(Objective::DRAFT);
  return absl::OkStatus();
}

absl::Status Activate(const GoalsStore& store, const storage::Reader& reader,
                      Objective& objective) {
  OKAPI_RETURN_IF_ERROR(CheckOpen(objective));
  if (objective.state() == Objective::ACTIVE) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const auto policy,
                         store.PolicyOf(reader, api::OrganizationOf(objective.name())));
  if (policy.proposal_required() && objective.state() != Objective::PROPOSED) {
    return InvalidState(objective, "has to be proposed first");
  }
  OKAPI_RETURN_IF_ERROR(CheckKeyResultCount(store, reader, objective, /*change=*/0));
  OKAPI_RETURN_IF_ERROR(CheckLimits(store, reader, objective, policy));
  objective.set_state(Objective::ACTIVE);
  return absl::OkStatus();
}

absl::Status Archive(Objective& objective) {
  if (objective.state() == Objective::ARCHIVED) return absl::OkStatus();
  if (objective.state() == Objective::ACTIVE) {
    return InvalidState(objective, "is active: close it first");
  }
  objective.set_state(Objective::ARCHIVED);
  return absl::OkStatus();
}

absl::Status Restore(Objective& objective) {
  if (objective.state() != Objective::ARCHIVED) return NotInState(objective);
  objective.set_state(objective.has_grade() ? Objective::CLOSED : Objective::DRAFT);
  return absl::OkStatus();
}

}  // namespace okapi::goals
