#include "services/goals/store/objective_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/scoring/expected.h"
#include "common/scoring/key_result.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/progress.h"
#include "services/goals/store/alignment_rules.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/measure_rules.h"
#include "services/goals/store/policy.h"
#include "services/goals/store/privacy_rules.h"
#include "services/goals/store/references.h"
#include "services/goals/store/retargeting.h"
#include "services/goals/store/rollup.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Comment;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

// How far a reporter's clock may be ahead of ours.
constexpr absl::Duration kClockTolerance = absl::Minutes(1);
constexpr int kLabelsMax = 20;
constexpr size_t kLabelKeyMax = 63;
constexpr size_t kLabelValueMax = 200;

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

// A closed cycle takes no more objectives.
absl::Status CheckCycleTakes(const GoalsStore& store, const storage::Reader& reader,
                             const Objective* before, const Objective& after) {
  const bool enters = before == nullptr || before->cycle() != after.cycle() ||
                      (before->state() != after.state() && after.state() == Objective::ACTIVE);
  if (!enters) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const auto cycle, store.cycles.FindStored(reader, after.cycle()));
  if (!cycle.has_value() || cycle->state() != okapi::goals::v1::Cycle::CLOSED) {
    return absl::OkStatus();
  }
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                       absl::StrCat("the cycle '", after.cycle(), "' is closed"),
                       {{"resource", after.cycle()}, {"state", "CLOSED"}});
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

// A day on which a key result begins late is one of its cycle.
absl::Status CheckStartDate(const GoalsStore& store, const storage::Reader& reader,
                            const Objective& objective, const KeyResult& key_result) {
  if (!key_result.has_start_date()) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(calendar::CheckDate(key_result.start_date(), "key_result.start_date"));
  OKAPI_ASSIGN_OR_RETURN(const auto cycle, store.cycles.FindStored(reader, objective.cycle()));
  if (!cycle.has_value() || StartsWithin(key_result, *cycle)) return absl::OkStatus();
  return status::InvalidField("key_result.start_date", "must be a day of the objective's cycle");
}

// The same for an objective that goes to another cycle and takes its key results along.
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

void CheckKpi(const KeyResult& key_result, const okapi::goals::v1::KpiSource& source,
              absl::string_view field, status::FieldViolations& violations) {
  if (api::OrganizationOf(source.kpi()) == api::OrganizationOf(key_result.name())) return;
  violations.Add(field, "belongs to another organization");
}

// What an objective is measured by, weighted and fed from; all that is wrong at once.
absl::Status CheckMeasure(const KeyResult& key_result) {
  status::FieldViolations violations;
  CheckWay(key_result, "key_result.", violations);
  if (key_result.has_kpi_source() && (key_result.has_milestones() || key_result.has_binary())) {
    violations.Add("key_result.kpi_source", "is not for milestones and binary");
  }
  if (key_result.weight() < 0) violations.Add("key_result.weight", "must not be negative");
  if (key_result.has_kpi_source()) {
    CheckKpi(key_result, key_result.kpi_source(), "key_result.kpi_source.kpi", violations);
  }
  if (key_result.has_guard()) {
    scoring::CheckRange(RangeOf(key_result.guard().range()), "key_result.guard.range.", violations);
    CheckKpi(key_result, key_result.guard().kpi_source(), "key_result.guard.kpi_source.kpi",
             violations);
  }
  scoring::CheckCurve(key_result.curve(), "key_result.curve.", violations);
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

// What it corrects is of the same key result and stands uncorrected.
absl::Status CheckCorrection(const GoalsStore& store, const storage::Reader& reader,
                             const CheckIn& check_in) {
  const std::string& name = check_in.corrects();
  if (name.empty()) return absl::OkStatus();
  if (ParentOf(name) != ParentOf(check_in.name())) {
    return status::InvalidField("check_in.corrects", "must be a check-in of the same key result");
  }
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.check_ins, reader, check_in.name(), "check_in.corrects", name));
  OKAPI_ASSIGN_OR_RETURN(const auto corrected, store.check_ins.FindStored(reader, name));
  if (corrected.has_value() && !corrected->corrected_by().empty()) {
    return status::InvalidField("check_in.corrects", absl::StrCat("was corrected already by '",
                                                                  corrected->corrected_by(), "'"));
  }
  return absl::OkStatus();
}

absl::Status CheckWords(const KeyResult& key_result, const CheckIn& check_in, absl::Time now) {
  status::FieldViolations violations;
  const bool kpi_backed = key_result.has_kpi_source();
  const bool has_value = check_in.has_value() || check_in.has_done_milestones();
  if (!has_value && !check_in.has_confidence() && check_in.comment().empty() &&
      check_in.corrects().empty()) {
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

absl::Status CheckKeyResultCount(const GoalsStore& store, const storage::Reader& reader,
                                 const Objective& objective, int change) {
  const std::string& name = objective.name();
  OKAPI_ASSIGN_OR_RETURN(const auto policy, store.PolicyOf(reader, api::OrganizationOf(name)));
  OKAPI_ASSIGN_OR_RETURN(int count, CountKeyResults(store, reader, name));
  count += change;
  // What others contribute to can do without.
  const int min = CountsChildren(objective) ? 0 : KeyResultsMin(policy);
  const int max = KeyResultsMax(policy);
  if (count >= min && count <= max) return absl::OkStatus();
  return status::Error(
      absl::StatusCode::kFailedPrecondition, status::ErrorReason::KEY_RESULT_COUNT,
      absl::StrCat("the active objective '", name, "' needs ", min, " to ", max,
                   " key results, not ", count),
      {{"count", absl::StrCat(count)}, {"min", absl::StrCat(min)}, {"max", absl::StrCat(max)}});
}

absl::Status CheckObjective(const GoalsStore& store, const storage::Reader& reader,
                            const Objective* before, Objective& after) {
  if (before == nullptr) {
    OKAPI_RETURN_IF_ERROR(CheckParent(store.organizations, reader, after.name()));
    after.set_state(Objective::DRAFT);
  } else if (before->state() == after.state()) {
    OKAPI_RETURN_IF_ERROR(CheckOpen(after));
  }
  if (after.commitment() == Objective::COMMITMENT_UNSPECIFIED) {
    after.set_commitment(Objective::COMMITTED);
  }
  if (after.rollup() == Objective::ROLLUP_UNSPECIFIED) after.set_rollup(Objective::KEY_RESULTS);
  OKAPI_RETURN_IF_ERROR(CheckLabels(after));
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
  OKAPI_RETURN_IF_ERROR(CheckAlignments(store, reader, after));
  return CheckPrivacy(store, reader, before, after);
}

absl::Status CheckKeyResult(const GoalsStore& store, const storage::Reader& reader,
                            const KeyResult* before, KeyResult& after) {
  OKAPI_RETURN_IF_ERROR(CheckMeasure(after));
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, after.name(), "key_result.owner", after.owner()));
  const std::string parent = ParentOf(after.name());
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, parent));
  if (!objective.has_value()) return status::NotFound(parent);
  OKAPI_RETURN_IF_ERROR(CheckOpen(*objective));
  OKAPI_RETURN_IF_ERROR(CheckStartDate(store, reader, *objective, after));
  if (objective->state() != Objective::ACTIVE) return absl::OkStatus();
  if (before != nullptr) return KeepFormerWay(store, reader, *before, after);
  return CheckKeyResultCount(store, reader, *objective, 1);
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
                          const CheckIn* before, CheckIn& check_in) {
  if (before != nullptr) return absl::OkStatus();  // Only marked as corrected.
  const std::string parent = ParentOf(check_in.name());
  OKAPI_ASSIGN_OR_RETURN(const auto key_result, store.key_results.FindStored(reader, parent));
  if (!key_result.has_value()) return status::NotFound(parent);
  OKAPI_ASSIGN_OR_RETURN(const auto objective,
                         store.objectives.FindStored(reader, ParentOf(parent)));
  if (objective.has_value()) OKAPI_RETURN_IF_ERROR(CheckOpen(*objective));
  OKAPI_RETURN_IF_ERROR(CheckWords(*key_result, check_in, now));
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, check_in.name(), "check_in.author", check_in.author()));
  OKAPI_RETURN_IF_ERROR(CheckCorrection(store, reader, check_in));
  if (check_in.has_done_milestones()) {
    check_in.set_value(
        DoneShare(key_result->milestones(), check_in.done_milestones().milestone_ids()));
  }
  if (check_in.has_value() && !check_in.has_value_time()) {
    *check_in.mutable_value_time() = api::ToTimestamp(now);
  }
  return absl::OkStatus();
}

absl::Status CheckComment(const GoalsStore& store, const storage::Reader& reader,
                          const Comment* before, Comment& after) {
  if (before != nullptr) return absl::OkStatus();
  const std::string parent = ParentOf(after.name());
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, parent));
  if (!objective.has_value()) return status::NotFound(parent);
  if (objective->state() == Objective::ARCHIVED) return CheckOpen(*objective);
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, after.name(), "comment.author", after.author()));
  if (after.subject().empty()) after.set_subject(parent);
  const std::string& subject = after.subject();
  if (subject == parent) return absl::OkStatus();
  if (!absl::StartsWith(subject, absl::StrCat(parent, "/"))) {
    return status::InvalidField("comment.subject",
                                "must be the objective or something that belongs to it");
  }
  auto check = [&](const auto& collection) {
    return CheckReference(collection, reader, after.name(), "comment.subject", subject);
  };
  if (absl::StrContains(subject, "/checkIns/")) return check(store.check_ins);
  if (absl::StrContains(subject, "/keyResults/")) return check(store.key_results);
  if (absl::StrContains(subject, "/initiatives/")) return check(store.initiatives);
  return check(store.comments);
}

absl::Status CheckObjectiveUnused(const GoalsStore& store, const storage::Reader& reader,
                                  const Objective& objective) {
  OKAPI_ASSIGN_OR_RETURN(const auto seen, store.AlignedTo(reader, objective.name()));
  if (!seen.empty()) return InUse(objective.name(), seen.front().name());
  OKAPI_ASSIGN_OR_RETURN(const auto all, store.AlignedTo(reader.whole(), objective.name()));
  return all.empty() ? absl::OkStatus() : InUse(objective.name(), "");
}

absl::Status CheckCommentUnused(const GoalsStore& store, const storage::Reader& reader,
                                const Comment& comment) {
  return CheckUnused(store.comments, reader, ParentOf(comment.name()), comment.name(),
                     [&](const Comment& other) { return other.subject() == comment.name(); });
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
  if (!objective.has_value()) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(CheckOpen(*objective));
  if (objective->state() != Objective::ACTIVE) return absl::OkStatus();
  return CheckKeyResultCount(store, reader, *objective, -1);
}

}  // namespace okapi::goals
