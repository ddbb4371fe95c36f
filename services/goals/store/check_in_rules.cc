#include "services/goals/store/check_in_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/clock_tolerance.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/numbers/progress.h"
#include "services/goals/store/change_rules.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/key_result_rules.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::ChangeRule;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::Comment;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

// Whether it says where the key result stands: by a value, or by what is in its place.
bool SaysWhere(const CheckIn& check_in) {
  return check_in.has_value() || check_in.has_done_milestones() || !check_in.reached_step().empty();
}

void CheckDone(const KeyResult& key_result, const CheckIn& check_in,
               status::FieldViolations& violations) {
  if (!check_in.has_done_milestones()) return;
  if (!key_result.has_milestones()) {
    violations.Add("check_in.done_milestones", "is for key results with milestones");
    return;
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

void CheckReached(const KeyResult& key_result, const CheckIn& check_in,
                  status::FieldViolations& violations) {
  const std::string& step = check_in.reached_step();
  if (step.empty()) return;
  if (!key_result.has_scale()) {
    violations.Add("check_in.reached_step", "is for key results with a scale");
  } else if (!ShareOf(key_result.scale(), step).has_value()) {
    violations.Add("check_in.reached_step",
                   absl::StrCat("'", step, "' is not a step of the key result"));
  }
}

// Whether the value, or what stands in its place, is one of this key result.
void CheckValue(const KeyResult& key_result, const CheckIn& check_in,
                status::FieldViolations& violations) {
  if (check_in.has_value() && key_result.has_milestones()) {
    violations.Add("check_in.value", "is computed: report done_milestones");
  }
  if (check_in.has_value() && key_result.has_scale()) {
    violations.Add("check_in.value", "is computed: report reached_step");
  }
  CheckSize(check_in.value(), "check_in.value", violations);
  if (key_result.has_binary() && check_in.has_value() && check_in.value() != 0 &&
      check_in.value() != 1) {
    violations.Add("check_in.value", "must be 0, not done, or 1, done");
  }
  CheckDone(key_result, check_in, violations);
  CheckReached(key_result, check_in, violations);
}

// What it corrects is of the same key result and stands uncorrected. A new value takes the place of
// the old one in time too, and what is not said anew of it stays: else a late correction would be
// taken for news.
absl::Status CheckCorrection(const GoalsStore& store, const storage::Reader& reader,
                             CheckIn& check_in) {
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
  if (!corrected.has_value() || !SaysWhere(check_in)) return absl::OkStatus();
  if (!check_in.has_value_time() && corrected->has_value_time()) {
    *check_in.mutable_value_time() = corrected->value_time();
  }
  if (!check_in.has_confidence() && corrected->has_confidence()) {
    check_in.set_confidence(corrected->confidence());
  }
  return absl::OkStatus();
}

absl::Status CheckWords(const KeyResult& key_result, const CheckIn& check_in, absl::Time now) {
  status::FieldViolations violations;
  const bool has_value = SaysWhere(check_in);
  if (!has_value && !check_in.has_confidence() && check_in.comment().empty() &&
      check_in.corrects().empty()) {
    violations.Add(
        "check_in",
        "one of value, done_milestones, reached_step, confidence and comment is required");
  }
  CheckValue(key_result, check_in, violations);
  if (check_in.has_value() && IsDriven(key_result)) {
    violations.Add("check_in.value",
                   absl::StrCat("the value of this key result comes from ",
                                key_result.has_kpi_source() ? "its KPI" : "other key results",
                                "; report confidence and words"));
  }
  if (check_in.has_value_time() && !has_value) {
    violations.Add("check_in.value_time", "is the time of a value, and there is none");
  }
  if (check_in.has_value_time() &&
      api::FromTimestamp(check_in.value_time()) > now + api::kClockTolerance) {
    violations.Add("check_in.value_time", "must not be in the future");
  }
  if (check_in.confidence() < 0 || check_in.confidence() > 1) {
    violations.Add("check_in.confidence", "must be from 0 to 1");
  }
  return violations.ToStatus();
}

}  // namespace

absl::Status CheckCheckIn(const GoalsStore& store, const storage::Reader& reader, absl::Time now,
                          const CheckIn* before, CheckIn& check_in) {
  if (before != nullptr) return absl::OkStatus();  // Only marked: as corrected, or as read.
  const std::string parent = ParentOf(check_in.name());
  OKAPI_ASSIGN_OR_RETURN(const auto key_result, store.key_results.FindStored(reader, parent));
  if (!key_result.has_value()) return status::NotFound(parent);
  OKAPI_ASSIGN_OR_RETURN(const auto objective,
                         store.objectives.FindStored(reader, ParentOf(parent)));
  if (!objective.has_value()) return status::NotFound(ParentOf(parent));
  OKAPI_RETURN_IF_ERROR(CheckOpen(*objective));
  OKAPI_RETURN_IF_ERROR(CheckMayChange(
      store, reader, *objective, {ChangeRule::CHECK_INS, key_result->name(), key_result->owner()}));
  OKAPI_RETURN_IF_ERROR(CheckWords(*key_result, check_in, now));
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, check_in.name(), "check_in.author", check_in.author()));
  OKAPI_RETURN_IF_ERROR(CheckCorrection(store, reader, check_in));
  if (const auto value = ValueOn(*key_result, check_in); value.has_value()) {
    check_in.set_value(*value);
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

absl::Status CheckCommentUnused(const GoalsStore& store, const storage::Reader& reader,
                                const Comment& comment) {
  return CheckUnused(store.comments, reader, ParentOf(comment.name()), comment.name(),
                     [&](const Comment& other) { return other.subject() == comment.name(); });
}

}  // namespace okapi::goals
