#include "services/goals/objective_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/scoring/key_result.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/goals_store.h"
#include "services/goals/progress.h"
#include "services/goals/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

// How far a reporter's clock may be ahead of ours.
constexpr absl::Duration kClockTolerance = absl::Minutes(1);
constexpr int kMilestonesMax = 20;

absl::StatusOr<int> CountKeyResults(const GoalsStore& store, const storage::Reader& reader,
                                    const std::string& objective) {
  int count = 0;
  auto look = [&count](const KeyResult&) {
    ++count;
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.key_results.ForEach(reader, objective, look));
  return count;
}

absl::Status CheckCount(const std::string& objective, int count) {
  if (count >= kKeyResultsMin && count <= kKeyResultsMax) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::KEY_RESULT_COUNT,
                       absl::StrCat("the active objective '", objective, "' needs ", kKeyResultsMin,
                                    " to ", kKeyResultsMax, " key results, not ", count),
                       {{"count", absl::StrCat(count)},
                        {"min", absl::StrCat(kKeyResultsMin)},
                        {"max", absl::StrCat(kKeyResultsMax)}});
}

absl::Status Closed(const std::string& name) {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                       absl::StrCat("'", name, "' is closed"),
                       {{"resource", name}, {"state", "CLOSED"}});
}

void CheckMilestones(const KeyResult& key_result, status::FieldViolations& violations) {
  const auto& milestones = key_result.milestones().milestones();
  if (milestones.size() > kMilestonesMax) {
    violations.Add("key_result.milestones.milestones",
                   absl::StrCat("has more than ", kMilestonesMax, " entries"));
  }
  std::set<std::string> ids;
  for (int i = 0; i < milestones.size(); ++i) {
    const std::string field = absl::StrCat("key_result.milestones.milestones[", i, "]");
    const std::string& id = milestones[i].milestone_id();
    if (!api::CheckId(id, "").ok()) {
      violations.Add(absl::StrCat(field, ".milestone_id"),
                     "must be lower-case letters, digits and hyphens, from a letter, at most 63");
    } else if (!ids.insert(id).second) {
      violations.Add(absl::StrCat(field, ".milestone_id"), absl::StrCat("'", id, "' occurs twice"));
    }
    if (milestones[i].has_weight() && !(milestones[i].weight() > 0)) {
      violations.Add(absl::StrCat(field, ".weight"), "must be greater than 0");
    }
  }
}

// What an objective is measured by, weighted and fed from; all that is wrong at once.
absl::Status CheckMeasure(const KeyResult& key_result) {
  status::FieldViolations violations;
  switch (key_result.measure_case()) {
    case KeyResult::kFromTo:
      scoring::CheckLevels(MeasureOf(key_result), LevelsOf(key_result.from_to()),
                           "key_result.from_to.", violations);
      break;
    case KeyResult::kRelativeChange:
      scoring::CheckRelativeChange(key_result.relative_change().baseline(),
                                   key_result.relative_change().change(),
                                   "key_result.relative_change.", violations);
      break;
    case KeyResult::kRange:
      scoring::CheckRange(RangeOf(key_result.range()), "key_result.range.", violations);
      break;
    case KeyResult::kMilestones:
      CheckMilestones(key_result, violations);
      break;
    case KeyResult::kBinary:
      break;
    case KeyResult::MEASURE_NOT_SET:
      violations.Add("key_result.measure",
                     "one of from_to, relative_change, range, milestones and binary is required");
  }
  if (key_result.has_kpi_source() && (key_result.has_milestones() || key_result.has_binary())) {
    violations.Add("key_result.kpi_source", "is not for milestones and binary");
  }
  if (key_result.weight() < 0) violations.Add("key_result.weight", "must not be negative");
  if (key_result.has_kpi_source() && api::OrganizationOf(key_result.kpi_source().kpi()) !=
                                         api::OrganizationOf(key_result.name())) {
    violations.Add("key_result.kpi_source.kpi", "belongs to another organization");
  }
  return violations.ToStatus();
}

// Whether the value, or what stands in its place, is one of this key result.
void CheckValue(const KeyResult& key_result, const CheckIn& check_in,
                status::FieldViolations& violations) {
  if (check_in.has_done_milestones() && !key_result.has_milestones()) {
    violations.Add("check_in.done_milestones", "is for key results with milestones");
    return;
  }
  if (key_result.has_milestones() && check_in.has_value()) {
    violations.Add("check_in.value", "is computed: report done_milestones");
  }
  if (key_result.has_binary() && check_in.has_value() && check_in.value() != 0 &&
      check_in.value() != 1) {
    violations.Add("check_in.value", "must be 0, not done, or 1, done");
  }
  const auto& done = check_in.done_milestones().milestone_ids();
  for (int i = 0; i < done.size(); ++i) {
    const auto& known = key_result.milestones().milestones();
    const bool found = std::any_of(known.begin(), known.end(), [&](const auto& milestone) {
      return milestone.milestone_id() == done[i];
    });
    if (found) continue;
    violations.Add(absl::StrCat("check_in.done_milestones.milestone_ids[", i, "]"),
                   absl::StrCat("'", done[i], "' is not a milestone of the key result"));
  }
}

absl::Status CheckWords(const KeyResult& key_result, const CheckIn& check_in, absl::Time now) {
  status::FieldViolations violations;
  const bool kpi_backed = key_result.has_kpi_source();
  const bool has_value = check_in.has_value() || check_in.has_done_milestones();
  if (!has_value && !check_in.has_confidence() && check_in.comment().empty()) {
    violations.Add("check_in", "one of value, done_milestones, confidence and comment is required");
  }
  CheckValue(key_result, check_in, violations);
  if (check_in.has_value() && kpi_backed) {
    violations.Add("check_in.value",
                   "the value of this key result comes from its KPI; report confidence and words");
  }
  if (check_in.has_value_time() && !has_value) {
    violations.Add("check_in.value_time", "is the time of a value, and there is none");
  }
  if (check_in.has_value_time() &&
      api::FromTimestamp(check_in.value_time()) > now + kClockTolerance) {
    violations.Add("check_in.value_time", "must not be in the future");
  }
  if (check_in.confidence() < 0 || check_in.confidence() > 1) {
    violations.Add("check_in.confidence", "must be from 0 to 1");
  }
  return violations.ToStatus();
}

}  // namespace

absl::Status CheckObjective(const GoalsStore& store, const storage::Reader& reader,
                            const Objective* before, Objective& after) {
  if (before == nullptr) {
    OKAPI_RETURN_IF_ERROR(CheckParent(store.organizations, reader, after.name()));
    after.set_state(Objective::DRAFT);
  }
  if (after.commitment() == Objective::COMMITMENT_UNSPECIFIED) {
    after.set_commitment(Objective::COMMITTED);
  }
  const std::string& name = after.name();
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.cycles, reader, name, "objective.cycle", after.cycle()));
  OKAPI_RETURN_IF_ERROR(CheckReference(store.teams, reader, name, "objective.team", after.team()));
  return CheckReference(store.members, reader, name, "objective.owner", after.owner());
}

absl::Status CheckKeyResult(const GoalsStore& store, const storage::Reader& reader,
                            const KeyResult* before, KeyResult& after) {
  OKAPI_RETURN_IF_ERROR(CheckMeasure(after));
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, after.name(), "key_result.owner", after.owner()));
  const std::string parent = ParentOf(after.name());
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, parent));
  if (!objective.has_value()) return status::NotFound(parent);
  if (objective->state() == Objective::CLOSED) return Closed(parent);
  if (before != nullptr || objective->state() != Objective::ACTIVE) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const int count, CountKeyResults(store, reader, parent));
  return CheckCount(parent, count + 1);
}

absl::Status CheckInitiative(const GoalsStore& store, const storage::Reader& reader,
                             const Initiative* before, Initiative& after) {
  const std::string& name = after.name();
  if (before == nullptr) OKAPI_RETURN_IF_ERROR(CheckParent(store.objectives, reader, name));
  if (after.state() == Initiative::STATE_UNSPECIFIED) after.set_state(Initiative::PLANNED);
  if (after.has_due_date()) {
    OKAPI_RETURN_IF_ERROR(calendar::CheckDate(after.due_date(), "initiative.due_date"));
  }
  if (after.has_follow_up_date()) {
    OKAPI_RETURN_IF_ERROR(calendar::CheckDate(after.follow_up_date(), "initiative.follow_up_date"));
  }
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

absl::Status CheckCheckIn(const GoalsStore& store, const storage::Reader& reader, absl::Time now,
                          CheckIn& check_in) {
  const std::string parent = ParentOf(check_in.name());
  OKAPI_ASSIGN_OR_RETURN(const auto key_result, store.key_results.FindStored(reader, parent));
  if (!key_result.has_value()) return status::NotFound(parent);
  OKAPI_ASSIGN_OR_RETURN(const auto objective,
                         store.objectives.FindStored(reader, ParentOf(parent)));
  if (objective.has_value() && objective->state() == Objective::CLOSED) {
    return Closed(objective->name());
  }
  OKAPI_RETURN_IF_ERROR(CheckWords(*key_result, check_in, now));
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, check_in.name(), "check_in.author", check_in.author()));
  if (check_in.has_done_milestones()) {
    check_in.set_value(
        DoneShare(key_result->milestones(), check_in.done_milestones().milestone_ids()));
  }
  if (check_in.has_value() && !check_in.has_value_time()) {
    *check_in.mutable_value_time() = api::ToTimestamp(now);
  }
  return absl::OkStatus();
}

absl::Status CheckKeyResultUnused(const GoalsStore& store, const storage::Reader& reader,
                                  const KeyResult& key_result) {
  const std::string& name = key_result.name();
  const std::string parent = ParentOf(name);
  auto moves = [&name](const Initiative& initiative) {
    for (const std::string& moved : initiative.key_results()) {
      if (moved == name) return true;
    }
    return false;
  };
  OKAPI_RETURN_IF_ERROR(CheckUnused(store.initiatives, reader, parent, name, moves));
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, parent));
  if (!objective.has_value() || objective->state() == Objective::DRAFT) return absl::OkStatus();
  if (objective->state() == Objective::CLOSED) return Closed(parent);
  OKAPI_ASSIGN_OR_RETURN(const int count, CountKeyResults(store, reader, parent));
  return CheckCount(parent, count - 1);
}

absl::Status Activate(const GoalsStore& store, const storage::Reader& reader,
                      Objective& objective) {
  if (objective.state() == Objective::CLOSED) return Closed(objective.name());
  if (objective.state() == Objective::ACTIVE) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const int count, CountKeyResults(store, reader, objective.name()));
  OKAPI_RETURN_IF_ERROR(CheckCount(objective.name(), count));
  objective.set_state(Objective::ACTIVE);
  return absl::OkStatus();
}

}  // namespace okapi::goals
