#include "services/goals/store/objective_rules.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/initiative_dates.h"
#include "services/goals/store/alignment_rules.h"
#include "services/goals/store/assessment_rules.h"
#include "services/goals/store/change_rules.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/hidden_names.h"
#include "services/goals/store/key_result_uses.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/measure_rules.h"
#include "services/goals/store/organization_rules.h"
#include "services/goals/store/privacy_rules.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::ChangeRule;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

constexpr int kLabelsMax = 20;
constexpr int kWeeksMax = 520;
constexpr size_t kLabelKeyMax = 63;
constexpr size_t kLabelValueMax = 200;

// A closed cycle takes no more objectives.
absl::Status CheckCycleTakes(const GoalsStore& store, const storage::Reader& reader,
                             const Objective* before, const Objective& after) {
  const bool enters = before == nullptr || before->cycle() != after.cycle() ||
                      (before->state() != after.state() && after.state() == Objective::ACTIVE);
  if (!enters) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const bool closed, IsClosedCycle(store, reader, after.cycle()));
  if (!closed) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                       absl::StrCat("the cycle '", after.cycle(), "' is closed"),
                       {{"resource", after.cycle()}, {"state", "CLOSED"}});
}

// An active objective that gets another team, owner or cycle is one more there.
absl::Status CheckMove(const GoalsStore& store, const storage::Reader& reader,
                       const Objective& before, const Objective& after) {
  if (before.state() != Objective::ACTIVE || after.state() != Objective::ACTIVE) {
    return absl::OkStatus();
  }
  Objective moved = after;
  if (before.cycle() == after.cycle()) {
    if (before.team() == after.team()) moved.clear_team();
    if (before.owner() == after.owner()) moved.clear_owner();
  }
  OKAPI_ASSIGN_OR_RETURN(const auto policy,
                         store.PolicyOf(reader, api::OrganizationOf(after.name())));
  return CheckLimits(store, reader, moved, policy);
}

// What is over takes no changes; but what people learned from it they often write down when it is
// closed.
absl::Status CheckTakesChange(const Objective& before, const Objective& after) {
  if (before.state() == Objective::CLOSED && IsRetrospectiveOnly(before, after)) {
    return absl::OkStatus();
  }
  return CheckOpen(after);
}

// Who may, by the policy. A new objective is its owner's.
absl::Status CheckMayStore(const GoalsStore& store, const storage::Reader& reader,
                           const Objective* before, const Objective& after) {
  const ChangedParts changed = ChangedPartsOf(before, after);
  if (changed.words) {
    OKAPI_RETURN_IF_ERROR(CheckMayChange(store, reader, before == nullptr ? after : *before,
                                         {ChangeRule::CHECK_INS, after.name(), ""}));
  }
  if (!changed.itself) return absl::OkStatus();
  const bool state = before != nullptr && before->state() != after.state();
  return CheckMayChange(store, reader, before == nullptr ? after : *before,
                        {state ? ChangeRule::STATES : ChangeRule::OBJECTIVES, after.name(), ""});
}

// An objective that goes to another cycle takes its key results along: their first days are of it.
absl::Status CheckStartDates(const GoalsStore& store, const storage::Reader& reader,
                             const Objective& before, const Objective& after) {
  if (before.cycle() == after.cycle()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const auto cycle, store.cycles.FindStored(reader, after.cycle()));
  if (!cycle.has_value()) return absl::OkStatus();
  std::string outside;
  auto look = [&](const KeyResult& key_result) {
    if (!StartsWithin(key_result, *cycle)) outside = key_result.name();
    return outside.empty();
  };
  OKAPI_RETURN_IF_ERROR(store.key_results.ForEach(reader, after.name(), look));
  if (outside.empty()) return absl::OkStatus();
  return status::InvalidField("objective.cycle",
                              absl::StrCat("'", outside, "' starts on a day outside of it"));
}

absl::Status CheckLabels(const Objective& objective) {
  status::FieldViolations violations;
  if (objective.labels_size() > kLabelsMax) {
    violations.Add("objective.labels", absl::StrCat("has more than ", kLabelsMax, " entries"));
  }
  // In an order of its own, so that the error is the same every time.
  for (const auto& [key, value] :
       std::map<std::string, std::string>(objective.labels().begin(), objective.labels().end())) {
    const std::string field = absl::StrCat("objective.labels[\"", key, "\"]");
    if (key.empty() || key.size() > kLabelKeyMax) {
      violations.Add(field, absl::StrCat("the key must have 1 to ", kLabelKeyMax, " characters"));
    }
    if (value.size() > kLabelValueMax) {
      violations.Add(field, absl::StrCat("is longer than ", kLabelValueMax, " characters"));
    }
  }
  return violations.ToStatus();
}

absl::Status CheckDates(const Initiative& initiative) {
  if (initiative.has_due_date()) {
    OKAPI_RETURN_IF_ERROR(calendar::CheckDate(initiative.due_date(), "initiative.due_date"));
  }
  if (initiative.has_follow_up_date()) {
    OKAPI_RETURN_IF_ERROR(
        calendar::CheckDate(initiative.follow_up_date(), "initiative.follow_up_date"));
  }
  status::FieldViolations violations;
  auto check = [&violations](int weeks, absl::string_view field) {
    if (weeks >= 0 && weeks <= kWeeksMax) return;
    violations.Add(field, absl::StrCat("must be from 0 to ", kWeeksMax));
  };
  check(initiative.due_after_weeks(), "initiative.due_after_weeks");
  check(initiative.follow_up_after_weeks(), "initiative.follow_up_after_weeks");
  return violations.ToStatus();
}

// Those that are so many weeks after something.
absl::Status SetDates(const GoalsStore& store, const storage::Reader& reader,
                      const Objective& objective, const Initiative* before, Initiative& after) {
  if (after.due_after_weeks() == 0 && after.follow_up_after_weeks() == 0) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const CycleDays days, store.DaysOf(reader, objective));
  return SetDatesByWeeks(before, days.cycle.start_date(), days.calendar.DateOf(store.Now(reader)),
                         after);
}

}  // namespace

absl::Status CheckObjective(const GoalsStore& store, const storage::Reader& reader,
                            const Objective* before, Objective& after) {
  if (before == nullptr) {
    OKAPI_RETURN_IF_ERROR(CheckParent(store.organizations, reader, after.name()));
    // Of one that was private when it was deleted: what was said about that would be about this.
    OKAPI_ASSIGN_OR_RETURN(const bool taken, IsHidden(store, reader, after.name()));
    if (taken) return status::AlreadyExists(after.name());
    after.set_state(Objective::DRAFT);
  } else if (before->state() == after.state()) {
    OKAPI_RETURN_IF_ERROR(CheckTakesChange(*before, after));
    OKAPI_RETURN_IF_ERROR(CheckMove(store, reader, *before, after));
  }
  OKAPI_RETURN_IF_ERROR(CheckMayStore(store, reader, before, after));
  if (after.commitment() == Objective::COMMITMENT_UNSPECIFIED) {
    after.set_commitment(Objective::COMMITTED);
  }
  if (after.rollup() == Objective::ROLLUP_UNSPECIFIED) after.set_rollup(Objective::KEY_RESULTS);
  OKAPI_RETURN_IF_ERROR(CheckLabels(after));
  OKAPI_RETURN_IF_ERROR(CheckCadence(after.cadence(), "objective.cadence"));
  const std::string& name = after.name();
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.cycles, reader, name, "objective.cycle", after.cycle()));
  OKAPI_RETURN_IF_ERROR(CheckCycleTakes(store, reader, before, after));
  if (before != nullptr) {
    OKAPI_RETURN_IF_ERROR(CheckStartDates(store, reader, *before, after));
  }
  OKAPI_RETURN_IF_ERROR(CheckReference(store.teams, reader, name, "objective.team", after.team()));
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, name, "objective.owner", after.owner()));
  OKAPI_RETURN_IF_ERROR(CheckWords(store, reader, before, after));
  OKAPI_RETURN_IF_ERROR(CheckAlignments(store, reader, after));
  return CheckPrivacy(store, reader, before, after);
}

absl::Status CheckInitiative(const GoalsStore& store, const storage::Reader& reader,
                             const Initiative* before, Initiative& after) {
  const std::string& name = after.name();
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, ParentOf(name)));
  if (!objective.has_value()) return status::NotFound(ParentOf(name));
  OKAPI_RETURN_IF_ERROR(CheckMayChange(
      store, reader, *objective,
      {ChangeRule::OBJECTIVES, name, before == nullptr ? after.owner() : before->owner()}));
  if (after.state() == Initiative::STATE_UNSPECIFIED) after.set_state(Initiative::PLANNED);
  OKAPI_RETURN_IF_ERROR(CheckDates(after));
  OKAPI_RETURN_IF_ERROR(SetDates(store, reader, *objective, before, after));
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, name, "initiative.owner", after.owner()));
  for (int i = 0; i < after.key_results_size(); ++i) {
    const std::string field = absl::StrCat("initiative.key_results[", i, "]");
    if (ParentOf(after.key_results(i)) != ParentOf(name)) {
      return status::InvalidField(field, "must be a key result of the same objective");
    }
    OKAPI_RETURN_IF_ERROR(
        CheckReference(store.key_results, reader, name, field, after.key_results(i)));
  }
  return absl::OkStatus();
}

absl::Status CheckObjectiveUnused(const GoalsStore& store, const storage::Reader& reader,
                                  const Objective& objective) {
  OKAPI_RETURN_IF_ERROR(
      CheckMayChange(store, reader, objective, {ChangeRule::OBJECTIVES, objective.name(), ""}));
  OKAPI_ASSIGN_OR_RETURN(const bool closed, IsClosedCycle(store, reader, objective.cycle()));
  if (objective.has_grade() && closed) {
    return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                         absl::StrCat("'", objective.name(), "' is a result of the closed cycle '",
                                      objective.cycle(), "': archive it, or reopen the cycle"),
                         {{"resource", objective.name()}, {"state", "CLOSED"}});
  }
  OKAPI_ASSIGN_OR_RETURN(const auto seen, store.AlignedTo(reader, objective.name()));
  if (!seen.empty()) return InUse(objective.name(), seen.front().name());
  OKAPI_ASSIGN_OR_RETURN(const auto all, store.AlignedTo(reader.whole(), objective.name()));
  if (!all.empty()) return InUse(objective.name(), "");
  return CheckNoUsers(store, reader, objective.name(), /*gone=*/objective.name());
}

}  // namespace okapi::goals
